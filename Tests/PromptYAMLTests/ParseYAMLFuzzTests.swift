import Foundation
import PromptSource
import PromptSyntax
import PromptYAML
import TestSupport
import Testing

@Suite struct ParseYAMLFuzzTests {
  private let pieces = [
    ":", ": ", "-", "- ", "{", "}", "[", "]", ",", "\"", "'", "|", ">", "&a", "*a", "!x", "!!str",
    "?",
    "<<", "---", "...", "%YAML 1.1", "#", "\n", "\n  ", "\t", "\r\n", "é", "木", "\u{202E}",
    "\u{FEFF}",
    "\u{0}", "~", "no", "010", "(s)", "!mass", "id", "concepts", "\\", "\\u00e9", "@", "`", "a",
  ]
  private let original = """
    edition: 1
    set: {name: cityscapes, version: "1.0.0"}
    license: CC-BY-4.0
    import: [templates/vild.prompts]
    templates:
      default: vild14
      people: ["a photo of {a}.", '{there} in the street.']
    classes:
      road:       {id: 0, superclass: flat, concepts: [road, "caf\\u00e9(s)", 'it''s!mass']}
      person:
        id: 11
        templates: people
        concepts:
        - person(people)
        - palm
          tree(s)
        - |
          pedestrian(s)
    ood:
      caravan: {near: [truck, bus], concepts: [caravan(s), camper van, motorhome]}
    renumber: {road: 1, person: "0"}
    scoring: {temperature: 0.01, columns: superclass, ood: grouped}
    """

  @Test func fuzzMutatedFilesGiveFindingsInOrderInsideTheFile() {
    var chance = SeededGenerator(seed: 4)
    let words = original.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    for _ in 0..<fuzzIterations(1_000) {
      var mutated = words
      for _ in 0..<Int.random(in: 1...6, using: &chance) {
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
    var chance = SeededGenerator(seed: 5)
    for _ in 0..<fuzzIterations(2_000) {
      let count = Int.random(in: 0..<40, using: &chance)
      let text = (0..<count).map { _ in
        (pieces.randomElement(using: &chance) ?? "") + (Bool.random(using: &chance) ? " " : "")
      }.joined()
      check(Array(text.utf8))
    }
  }

  @Test func fuzzRandomBytesNeverCrash() {
    var chance = SeededGenerator(seed: 6)
    for _ in 0..<fuzzIterations(1_000) {
      let count = Int.random(in: 0..<200, using: &chance)
      check((0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) })
    }
  }

  /// Deep nests, long rows and aliases of aliases end early or are read in linear time.
  @Test(arguments: [
    "[", "{", "- ", "? ", "[a, ", "{a: ", "a: [", "a: &a [*a, ", "- - ", "x: y\n", "\"", "'", "!",
    "&", "*",
    "a: b: ", "%", "|\n", "-\n", ": ", "\t", "[]", "{}", "a\n",
  ])
  func aLongRowOfOneThingEndsEarlyOrIsReadInLinearTime(piece: String) {
    let text = "edition: 1\nsource: " + String(repeating: piece, count: 20_000)
    #expect(!parseYAML(SourceFile(path: "a", text: text)).diagnostics.isEmpty)
  }

  private func check(_ bytes: [UInt8]) {
    let file = SourceFile(path: "fuzz", bytes: bytes)
    let (document, diagnostics) = parseYAML(file)
    var last = 0
    for diagnostic in diagnostics {
      let range = diagnostic.place.range
      #expect(range.start >= last && range.end <= file.utf8.count)
      last = range.start
      for related in diagnostic.related { #expect(related.place.range.end <= file.utf8.count) }
      #expect(DiagnosticRenderer().render(diagnostic).contains(diagnostic.rule.code))
    }
    #expect(
      document.outline(withPlaces: true).isEmpty == (document.outline(withPlaces: false) == ""))
  }
}
