import Foundation
import PromptSource
import TestSupport
import Testing

@testable import PromptRules

@Suite struct RuleCatalogueTests {
  private static let folder = packageRoot.appendingPathComponent("grammar/rules")

  @Test func theGeneratedTextIsTheFiles() throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.folder, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "md" }.sorted { $0.path < $1.path }
    let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
    // Equal bytes: strings are equal already when their letters are.
    #expect(texts.map { Array($0.utf8) } == ruleCatalogueText.map { Array($0.utf8) })
    let names = RuleCatalogue.standard.entries.map { "\($0.code)-\($0.name).md" }
    #expect(files.map(\.lastPathComponent) == names)
  }

  @Test func codesAndNamesAreUnique() {
    let entries = RuleCatalogue.standard.entries
    #expect(entries.count == ruleCatalogueText.count)
    #expect(Set(entries.map(\.code)).count == entries.count)
    #expect(Set(entries.map(\.name)).count == entries.count)
    for entry in entries {
      #expect(entry.code.count == 5 && entry.code.hasPrefix("PB"))
      #expect(entry.explanation.count > 60, "\(entry.code)")
      #expect(entry.notShown != nil || !entry.bad.isEmpty && !entry.good.isEmpty, "\(entry.code)")
    }
  }

  /// Every page says where people were seen to make the mistake: an issue or another source that shows it, or
  /// a published list, which `ImportListTests` holds against it.
  @Test func seenMistakesNameTheirSource() throws {
    let source = #/published [\w.-]+|[\w.-]+\/[\w.-]+#\d+|CVE-\d+-\d+|arXiv:\d+\.\d+/#
    for text in ruleCatalogueText {
      let line = text.split(separator: "\n").first { $0.hasPrefix("- seen: ") }
      #expect(line?.contains(source) == true, "\(line ?? text.prefix(40))")
    }
  }

  /// The declarations are read from the sources: no list of them exists at run time.
  @Test func everyDeclaredRuleHasAFileAndTheOtherWayRound() throws {
    let declaration = #/Rule\(\s*"(PB\d+)",\s*"([a-z0-9-]+)",\s*\.(error|warning|note)\)/#
    var declared: [String: String] = [:]
    let sources = packageRoot.appendingPathComponent("Sources")
    for case let url as URL in FileManager.default.enumerator(
      at: sources, includingPropertiesForKeys: nil) ?? .init()
    where url.lastPathComponent.hasSuffix("Rules.swift") {
      let text = try String(contentsOf: url, encoding: .utf8)
      for match in text.matches(of: declaration) {
        let code = String(match.1)
        #expect(declared[code] == nil, "\(code) is declared twice")
        declared[code] = "\(match.2) \(match.3)"
      }
    }
    let catalogue = RuleCatalogue.standard.entries.map {
      ($0.code, "\($0.name) \($0.level.rawValue)")
    }
    #expect(declared == Dictionary(catalogue, uniquingKeysWith: { $1 }))
  }

  @Test func aRuleIsFoundByCodeInAnyCaseAndByName() {
    #expect(RuleCatalogue.standard["pb201"]?.name == "duplicate-concept")
    #expect(RuleCatalogue.standard["duplicate-concept"]?.code == "PB201")
    #expect(RuleCatalogue.standard["duplicate"] == nil)
    #expect(RuleCatalogue.standard.nearest(to: "duplicate-concpet") == "duplicate-concept")
  }
}
