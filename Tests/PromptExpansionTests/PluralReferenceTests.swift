import Foundation
import PromptExpansion
import TestSupport
import Testing

/// The rates on a larger list of nouns than the package's own, where it is there.
@Suite struct PluralReferenceTests {
  @Test func pluralsAgreeWithTheReferenceList() throws {
    guard let referenceData else { return }
    let text = try String(
      contentsOf: referenceData.appendingPathComponent("plurals.tsv"), encoding: .utf8)
    let rows = text.split(separator: "\n").dropFirst().map(Row.init)
    // The others are a vote of tools, which may share an error.
    let hard: Set<Substring> = [
      "authority", "hand", "hand-override", "already-plural", "hand-mass",
    ]
    func rate(_ rows: [Row]) -> Double {
      Double(rows.count { $0.isRight }) / Double(max(rows.count, 1))
    }
    for (decidedBy, group) in Dictionary(grouping: rows, by: \.decidedBy)
      .sorted(by: { $0.key < $1.key })
    {
      let missed = group.filter { !$0.isRight }
      print("plurals decided by \(decidedBy): \(group.count - missed.count) of \(group.count)")
      for row in missed {
        print("  \(row.singular): \(row.added ?? "nothing"), not \(row.accepted)")
      }
    }
    let overall = rows.filter { hard.contains($0.decidedBy) }
    let classNouns = overall.filter(\.isClassNoun)
    print("plurals of class nouns: \(rate(classNouns)) of \(classNouns.count)")
    print("plurals over all: \(rate(overall)) of \(overall.count)")
    #expect(rate(classNouns) >= 0.97)
    #expect(rate(overall) >= 0.90)
  }

  private struct Row {
    let singular: String
    let accepted: [String]
    let decidedBy: Substring
    let isClassNoun: Bool
    /// What `(s)` adds, or nil.
    let added: String?

    init(_ line: Substring) {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      singular = String(fields[0])
      accepted = fields[2].split(separator: "|").map(String.init)
      decidedBy = fields[4]
      isClassNoun = fields[3].contains("class:")
      added = if case .plural(let text) = plural(of: singular) { text } else { nil }
    }

    /// Right is an accepted plural, or adding nothing where the noun has no other form.
    var isRight: Bool { accepted.isEmpty ? added == nil : accepted.contains(added ?? singular) }
  }
}
