import Foundation
import PromptBank
import PromptKernels
import PromptScoring
import TensorFiles

/// Does what it is asked to, a line at a time, and answers with numbers.
///
/// `make PATH CLASSES CONCEPTS OOD DIMENSION` writes a bank of random embeddings; `bank PATH` and `outputs PATH
/// HEIGHT WIDTH` say what is scored. Answered with seconds: `open PATH` opens a bank; `score FORM` is all that a
/// caller waits for, without files; `masks FORM BOUND` is the mask kernel alone, with the share of queries that
/// were computed pixel by pixel behind. `save PATH` writes the last map, and `rates` gives the most that all
/// processors do: vector multiply-adds a second, their lanes, and bytes read a second.
@main struct Main {
  static func main() throws {
    var subject = ScoringSubject()
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      var answer: [Double] = []
      switch words[0] {
      case "make":
        let sizes = words[2...].compactMap { Int($0) }
        try writeRandomBank(
          to: words[1], classes: sizes[0], conceptsEach: sizes[1], ood: sizes[2],
          dimension: sizes[3])
      case "bank": subject.bank = try Bank(path: words[1])
      case "outputs":
        try subject.read(words[1])
        (subject.height, subject.width) = (Int(words[2])!, Int(words[3])!)
      case "open": answer = [try seconds { _ = try Bank(path: words[1]) }]
      case "score": answer = [try subject.score(MaskForm(rawValue: words[1])!)]
      case "masks":
        answer = try subject.masks(MaskForm(rawValue: words[1])!.shares, bound: Float(words[2])!)
      case "save": try subject.save(words[1])
      case "rates": answer = peakRates()
      default: fatalError("`\(words[0])` is not known")
      }
      let text = answer.map { "\($0)" }.joined(separator: " ")
      FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
  }
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
  try ContinuousClock().measure(body) / .seconds(1)
}
