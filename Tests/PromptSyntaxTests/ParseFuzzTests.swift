import Foundation
import PromptSource
import PromptSyntax
import TestSupport
import Testing

@Suite struct ParseFuzzTests {
  private let pieces = [
    "class", "class 3", "superclass", "ood", "near", "with", "templates", "scoring", "edition 1",
    "set", "import", "license", "extends", "remove class", "remove", "renumber", "expect", "is",
    "similarity(", "<", "version", "as", "=", ",", "{", "}", "(", ")", "(s)", "(people)", "!",
    "!mass",
    "!pl",
    "\"", "\"a\"", "\\", "\n", "\r\n", "\t", " ", "#", "é", "木", "\u{202E}", "\u{FEFF}", "\u{0}",
    "0", "99999999999999999999", "-1", "“", "'", ";", "+=", "-=", "a",
  ]

  @Test func fuzzMutatedFilesGiveFindingsInOrderInsideTheFile() throws {
    let url = packageRoot.appendingPathComponent("prompts/base/street.prompts")
    let original = try String(contentsOf: url, encoding: .utf8)
    var chance = SeededGenerator(seed: 1)
    let words = original.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    for _ in 0..<fuzzIterations(200) {
      var mutated = words
      for _ in 0..<Int.random(in: 1...12, using: &chance) {
        let index = Int.random(in: mutated.indices, using: &chance)
        switch Int.random(in: 0..<4, using: &chance) {
        case 0: mutated[index] = pieces.randomElement(using: &chance) ?? ""
        case 1: mutated[index] += pieces.randomElement(using: &chance) ?? ""
        case 2: mutated.swapAt(index, Int.random(in: mutated.indices, using: &chance))
        default: mutated[index] = ""
        }
      }
      check(Array(mutated.joined(separator: " ").utf8))
    }
  }

  @Test func fuzzTokensInAnyOrderNeverCrash() {
    var chance = SeededGenerator(seed: 2)
    for _ in 0..<fuzzIterations(2_000) {
      let count = Int.random(in: 0..<40, using: &chance)
      let text = (0..<count).map { _ in
        (pieces.randomElement(using: &chance) ?? "") + (Bool.random(using: &chance) ? " " : "")
      }.joined()
      check(Array(text.utf8))
    }
  }

  @Test func fuzzRandomBytesNeverCrash() {
    var chance = SeededGenerator(seed: 3)
    for _ in 0..<fuzzIterations(1_000) {
      let count = Int.random(in: 0..<200, using: &chance)
      check((0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) })
    }
  }

  private func check(_ bytes: [UInt8]) {
    let file = SourceFile(path: "fuzz", bytes: bytes)
    let (document, diagnostics) = parse(file)
    var last = 0
    for diagnostic in diagnostics {
      let range = diagnostic.place.range
      #expect(range.start >= last && range.end <= file.utf8.count)
      last = range.start
      for related in diagnostic.related { #expect(related.place.range.end <= file.utf8.count) }
      #expect(DiagnosticRenderer().render(diagnostic).contains(diagnostic.rule.code))
    }
    // The outline reads every range of the document.
    #expect(
      document.outline(withPlaces: true).isEmpty == (document.outline(withPlaces: false) == ""))
  }
}
