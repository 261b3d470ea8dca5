import Foundation
import PromptExpansion
import TestSupport
import Testing

@Suite struct PluralTests {
  /// Rows of a fixture without its comment.
  static func rows(_ name: String) throws -> [[String]] {
    let file = packageRoot.appendingPathComponent("Tests/PromptExpansionTests/Fixtures/\(name)")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: "\t").map(String.init) }
  }

  @Test func handWrittenPluralsAreRight() throws {
    let rows = try Self.rows("plurals.tsv")
    #expect(rows.count >= 300)
    for row in rows {
      let expected: PluralForm? =
        switch row[2] {
        case "plural": .plural(row[3])
        case "already-plural": .alreadyPlural
        case "mass": .mass
        case "none": PluralForm.none
        default: nil
        }
      #expect(plural(of: row[1]) == expected, "\(row[1])")
    }
  }

  @Test func aPluralIsRecognisedAsOne() throws {
    for row in try Self.rows("plurals.tsv") where row[2] == "plural" && row[1] != row[3] {
      // `people riding a horse` and acronyms have no mark of their own.
      guard row[3].last == "s", row[3].contains(where: \.isLowercase), !row[3].hasSuffix("us"),
        row[3].split(separator: " ").count == 1, row[3].dropLast().contains(where: \.isLowercase)
      else { continue }
      #expect(plural(of: row[3]) == .alreadyPlural, "\(row[3])")
    }
  }

  @Test func casingIsKept() {
    #expect(plural(of: "bus") == .plural("buses"))
    #expect(plural(of: "Bus") == .plural("Buses"))
    #expect(plural(of: "BUS") == .plural("BUSES"))
    #expect(plural(of: "Fire Truck") == .plural("Fire Trucks"))
    #expect(plural(of: "Bale Of Hay") == .plural("Bales Of Hay"))
    #expect(plural(of: "SUV") == .plural("SUVs"))
  }

  @Test func anyTextHasAPluralFormFuzz() {
    var chance = SeededGenerator(seed: 3)
    let parts = [
      "a", "s", "x", "y", "man", "fish", "leaf", "of", "in", " ", "  ", "-", "_", "İ", "ß", "木",
      "é",
      "\u{301}", "3", "'", "ware", "A", "Z", "person", "on", "by", "by ", "general", "\t", "👩‍🚒",
    ]
    for _ in 0..<fuzzIterations(5_000) {
      let text = (0..<Int.random(in: 0...9, using: &chance))
        .map { _ in parts.randomElement(using: &chance) ?? "" }.joined()
      if case .plural(let changed) = plural(of: text) { #expect(!changed.isEmpty) }
      if let article = article(for: text) { #expect(["a", "an"].contains(article)) }
    }
  }
}
