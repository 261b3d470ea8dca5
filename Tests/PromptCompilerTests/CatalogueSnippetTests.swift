import Foundation
import PromptCompiler
import PromptEncoder
import PromptRules
import PromptSource
import TestSupport
import Testing

/// Every snippet of the rule catalogue does what the catalogue says.
@Suite struct CatalogueSnippetTests {
  /// Short snippets state neither licence nor source.
  private static let credits: Set<String> = ["PB506", "PB507"]

  /// Rules of embeddings speak of a real encoder; without one their snippets are left out, out loud.
  private static let encoder: TextEncoder? = {
    guard let folder = ProcessInfo.processInfo.environment["PROMPTBANK_ENCODER"] else {
      print("skipped: PROMPTBANK_ENCODER is not set, so snippets that need an encoder are not run")
      return nil
    }
    return try? TextEncoder(directory: folder)
  }()

  @Test(arguments: RuleCatalogue.standard.entries.map(\.code))
  func badSnippetsGiveTheRuleAndGoodOnesNothing(_ code: String) throws {
    let entry = try #require(RuleCatalogue.standard[code])
    if entry.needs != nil, Self.encoder == nil { return }
    if entry.notShown != nil { return #expect(["PB036", "PB050"].contains(code)) }
    let bad = try findings(entry.bad, "bad", entry)
    let codes = Set(bad.map(\.rule.code)).subtracting(Self.credits.subtracting([code]))
    #expect(codes == Set(entry.companions + [code]), "\(bad.map(\.message))")
    for finding in bad where finding.rule.code == code {
      #expect(finding.rule.level == entry.level)
      let fix = finding.fix.map { $0.isSafe ? RuleEntry.FixClass.safe : .unsafe }
      #expect(fix == nil || fix == entry.fix, "\(finding.message)")
    }
    #expect(
      (entry.fix != .none) == bad.contains { $0.rule.code == code && $0.fix != nil }, "\(code)")
    let good = try findings(entry.good, "good", entry)
    #expect(good.filter { $0.rule.level > .note || $0.rule.code == code }.map(\.message) == [])
  }

  @Test(arguments: [
    "prompts/cityscapes.prompts", "prompts/templates/street.prompts",
    "prompts/templates/vild.prompts", "prompts/templates/imagenet.prompts",
    "examples/cityscapes.prompts.yaml", "examples/authoring/apron.prompts",
  ])
  func theOwnSetsHaveNoFinding(_ path: String) throws {
    let checked = check(try readSource(packageRoot.appendingPathComponent(path).path))
    #expect(checked.diagnostics.map(\.message) == [])
    guard let encoder = Self.encoder, checked.expansion != nil else { return }
    let found = try compile(checked, encoder: encoder) { _, _ in }.diagnostics
    #expect(found.filter { $0.rule.level > .note }.map(\.message) == [])
  }

  private func findings(
    _ snippets: [RuleEntry.Snippet], _ name: String, _ entry: RuleEntry
  ) throws -> [Diagnostic] {
    try withFolder { folder in
      var first: String?
      var project: RuleLevels?
      var diagnostics: [Diagnostic] = []
      for snippet in snippets {
        let isBytes = snippet.name == "bytes"
        let ending = snippet.language == "yaml" ? ".prompts.yaml" : ".prompts"
        let file = isBytes ? name + ending : snippet.name ?? name + ending
        let path = folder.appendingPathComponent(file).path
        #expect(!FileManager.default.fileExists(atPath: path), "two snippets are called \(file)")
        try Data(isBytes ? unescaped(snippet.text) : Array(snippet.text.utf8))
          .write(to: URL(fileURLWithPath: path))
        if file == projectFileName {
          let read = readProjectFile(try readSource(path))
          (project, diagnostics) = (read.levels, read.diagnostics)
        } else if let form = Self.listForms[snippet.language] {
          // A published list: its findings are those of `promptbank import`.
          return importList(try readSource(path), form: form).diagnostics
        } else if first == nil {
          first = path
        }
      }
      // Imports are relative to the file, wherever it lies.
      let checked = check(try readSource(try #require(first)), levels: project ?? RuleLevels())
      if entry.needs != nil, let encoder = Self.encoder, !checked.hasErrors {
        return diagnostics + (try compile(checked, encoder: encoder) { _, _ in }).diagnostics
      }
      return diagnostics + checked.diagnostics
    }
  }

  private static let listForms: [String: ListForm] = ["json": .json, "tsv": .list]

  /// `\xE9` is the byte E9.
  private func unescaped(_ text: String) -> [UInt8] {
    let parts = text.components(separatedBy: "\\x")
    return Array(parts[0].utf8)
      + parts.dropFirst().flatMap {
        [UInt8($0.prefix(2), radix: 16) ?? 0] + Array($0.dropFirst(2).utf8)
      }
  }
}
