import Foundation
import PromptBank
import PromptKernels
import PromptScoring
import TensorFiles

/// Scores recorded outputs whenever a line arrives, and answers with the seconds it took.
///
///     Scoring BANK OUTPUTS HEIGHT WIDTH
///
/// Lines: `score FORM` for all that a caller waits for, without files; `open` for opening the bank; `masks
/// FORM BOUND` for the mask kernel alone, answered with the share of queries computed pixel by pixel too.
@main struct Main {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2 else { fatalError("usage: Scoring BANK [OUTPUTS HEIGHT WIDTH]") }
    let bank = try Bank(path: arguments[1])
    let outputs = arguments.count > 4 ? try readTensors(arguments[2]) : nil
    let (height, width) = arguments.count > 4 ? (Int(arguments[3])!, Int(arguments[4])!) : (1, 1)
    let clock = ContinuousClock()
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      switch words[0] {
      case "open":
        let elapsed = try clock.measure { _ = try Bank(path: arguments[1]) }
        report(elapsed)
      case "score":
        let scorer = try Scorer(bank: bank, maskForm: MaskForm(rawValue: words[1])!)
        let elapsed = try clock.measure {
          _ = try scorer.score(outputs!, height: height, width: width)
        }
        report(elapsed)
      default:
        let form = MaskForm(rawValue: words[1])!
        try masks(outputs!, bank, form.shares, Float(words[2])!, height, width)
      }
    }
  }

  /// The mask kernel alone, with class probabilities that are computed before.
  static func masks(
    _ outputs: NamedTensors, _ bank: Bank, _ shares: MaskShares, _ bound: Float, _ height: Int,
    _ width: Int
  ) throws {
    let (embeddings, logits) =
      (outputs.tensor(named: "mask_embeddings")!, outputs.tensor(named: "mask_logits")!)
    let probabilities = try outputs.withFloats(of: embeddings) { vectors in
      bank.withEmbeddings { rows in
        bank.withConceptColumns { rowColumns in
          columnProbabilities(
            of: vectors, dimension: bank.dimension, rows: rows, rowColumns: rowColumns,
            columns: bank.columnCount, kept: bank.idColumnCount,
            temperature: bank.scoring.temperature ?? bank.scoring.encoderTemperature ?? 0.01)
        }
      }
    }
    var anomaly = [Float](repeating: 0, count: height * width)
    var column = [Int32](repeating: 0, count: height * width)
    var anomalySpan = anomaly.mutableSpan
    var columnSpan = column.mutableSpan
    var computed = 0.0
    let clock = ContinuousClock()
    try outputs.withFloats(of: logits) { values in
      let elapsed = clock.measure {
        computed =
          scoreMasks(
            logits: values, queries: logits.shape[0], maskHeight: logits.shape[1],
            maskWidth: logits.shape[2], probabilities: probabilities.span,
            columns: bank.idColumnCount, shares: shares, bound: bound, height: height, width: width,
            anomaly: &anomalySpan, column: &columnSpan
          ).computed
      }
      report(elapsed, computed)
    }
  }

  static func report(_ elapsed: Duration, _ computed: Double? = nil) {
    let (seconds, attoseconds) = elapsed.components
    let time = Double(seconds) + Double(attoseconds) * 1e-18
    let line = "\(time)\(computed.map { " \($0)" } ?? "")\n"
    FileHandle.standardOutput.write(Data(line.utf8))
  }
}
