import Foundation
import PromptTokenizer
import TestSupport
import Testing

@Suite struct TokenizerFuzzTests {
  @Test(arguments: Tokenizer.Mode.allCases)
  func anyTextHasIdsOfTheVocabularyFuzz(mode: Tokenizer.Mode) throws {
    let file = mode == .wordPiece ? "bert/vocab.txt" : TokenizerTests.gz
    let tokenizer = try tokenizer([file], mode: mode)
    var chance = SeededGenerator(seed: 5)
    for _ in 0..<fuzzIterations(1_500) {
      let text = randomText(&chance)
      let ids = tokenizer.tokenize(text)
      let largest = max(tokenizer.startID, tokenizer.endID, mode == .wordPiece ? 10_000 : 0)
      #expect(ids.first == tokenizer.startID && ids.last == tokenizer.endID)
      #expect(ids.allSatisfy { $0 >= 0 && $0 <= largest })
      _ = tokenizer.decode(ids[...])
      #expect(tokenizer.specialTokens(in: text).count <= ids.count)
    }
  }

  @Test func cleaningSettlesAndNeverFailsFuzz() {
    var chance = SeededGenerator(seed: 6)
    for _ in 0..<fuzzIterations(3_000) {
      let text = randomText(&chance)
      let clean = cleanText(text)
      #expect(!clean.hasPrefix(" ") && !clean.hasSuffix(" ") && !clean.contains("  "))
      _ = looksMisdecoded(text)
    }
  }

  @Test(arguments: [
    ("bpe_simple_vocab_16e6.txt.gz", "clip", Tokenizer.Mode.openCLIP),
    ("merges.txt", "clip", .openCLIP), ("vocab.json", "clip", .openCLIP),
    ("tokenizer.json", "clip", .huggingFace), ("vocab.txt", "bert", .wordPiece),
    ("tokenizer.json", "bert", .wordPiece),
  ])
  func aDamagedFileIsReadOrRefusedFuzz(name: String, folder: String, mode: Tokenizer.Mode) throws {
    let whole = try Data(contentsOf: fixtures.appendingPathComponent("\(folder)/\(name)"))
    var chance = SeededGenerator(seed: 7)
    try withFolder { target in
      if name == "vocab.json" {
        try FileManager.default.copyItem(
          at: fixtures.appendingPathComponent("clip/merges.txt"),
          to: target.appendingPathComponent("merges.txt"))
      }
      for _ in 0..<fuzzIterations(60) {
        var bytes = Array(whole)
        for _ in 0..<Int.random(in: 1...4, using: &chance) {
          let place = Int.random(in: bytes.indices, using: &chance)
          switch Int.random(in: 0..<4, using: &chance) {
          case 0: bytes[place] = .random(in: 0...255, using: &chance)
          case 1: bytes[place] ^= 1 << Int.random(in: 0..<8, using: &chance)
          case 2: bytes.removeSubrange(place..<min(place + 9, bytes.count - 1))
          default: if Bool.random(using: &chance) { bytes.removeSubrange((place + 1)...) }
          }
        }
        try Data(bytes).write(to: target.appendingPathComponent(name))
        do {
          let tokenizer = try Tokenizer(directory: target.path, mode: mode)
          #expect(tokenizer.tokenize("a traffic light").last == tokenizer.endID)
        } catch let error as TokenizerError {
          #expect(error.path.hasPrefix(target.path))
        }
      }
    }
  }

  /// Random scalars, or random bytes read as UTF-8, or pieces that mean something to a tokenizer.
  private func randomText(_ chance: inout SeededGenerator) -> String {
    let pieces = [
      "&", "&amp", ";", "#", "x4", "lt;", "&semi;", "<", "<end_of_text>", "<|endoftext|>", "[SEP]",
      "'s",
      "\u{1B}[3", "m", "\u{301}", "Σ", "İ", "ﬀ", "＆", "Ã", "©", "\u{85}", "\n", " ", "a", "Z", "1",
      "字",
    ]
    let count = Int.random(in: 0...40, using: &chance)
    switch Int.random(in: 0..<3, using: &chance) {
    case 0:
      return String(
        decoding: (0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) }, as: UTF8.self)
    case 1:
      var text = ""
      for _ in 0..<count {
        let code = UInt32.random(
          in: 0..<(1 << UInt32.random(in: 7...20, using: &chance)), using: &chance)
        if let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
      }
      return text
    default: return (0..<count).map { _ in pieces.randomElement(using: &chance) ?? "" }.joined()
    }
  }
}
