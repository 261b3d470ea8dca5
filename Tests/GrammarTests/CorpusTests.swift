import Foundation
import PromptCompiler
import PromptJSON
import PromptSource
import TestSupport
import Testing

/// `grammar/corpus`, whose `README.md` says how any reader of prompt sets can run it.
@Suite struct CorpusTests {
  private let corpus = packageRoot.appendingPathComponent("grammar/corpus")

  @Test func everyFileOfTheCorpusGivesItsFindings() throws {
    var codes: Set<String> = []
    for (name, least) in [("accepted", 40), ("rejected", 80)] {
      let files = try files(of: corpus.appendingPathComponent(name))
      #expect(files.count >= least)
      for url in files {
        let file = SourceFile(
          path: url.lastPathComponent, bytes: [UInt8](try Data(contentsOf: url)))
        let found = parseSource(file).diagnostics
        let place = "\(name)/\(url.lastPathComponent)"
        #expect(
          found.contains { $0.rule.level == .error } == (name == "rejected"),
          "\(place): \(found.map(DiagnosticRenderer().render))")
        if name == "accepted" {
          // What is accepted is read whole: resolving and expanding it finds no more syntax.
          #expect(check(file).diagnostics.filter { $0.rule.code < "PB200" } == found, "\(place)")
        }
        try expect(found, beside: url)
        codes.formUnion(found.map(\.rule.code))
      }
    }
    try expectEveryRule(in: codes)
  }

  /// The JSON file beside a file holds its findings; a file without findings has none.
  private func expect(_ found: [Diagnostic], beside url: URL) throws {
    let expected = url.appendingPathExtension("json")
    let text = found.isEmpty ? nil : json(found)
    let recorded = try? String(contentsOf: expected, encoding: .utf8)
    if text == recorded { return }
    guard ProcessInfo.processInfo.environment["PROMPTBANK_RECORD"] == "1" else {
      Issue.record(
        "\(url.lastPathComponent)\nexpected \(recorded ?? "no findings")\nfound \(text ?? "none")")
      return
    }
    if let text {
      try text.write(to: expected, atomically: true, encoding: .utf8)
    } else {
      try FileManager.default.removeItem(at: expected)
    }
    Issue.record("recorded \(expected.lastPathComponent): read it, then run again")
  }

  private func json(_ found: [Diagnostic]) -> String {
    let findings = found.map { diagnostic -> JSONValue in
      let (start, end) = (diagnostic.place.start, diagnostic.place.end)
      return [
        "code": .string(diagnostic.rule.code), "line": .int(start.line),
        "column": .int(start.column), "endLine": .int(end.line), "endColumn": .int(end.column),
      ]
    }
    return JSONValue.array(findings).text(.indented) + "\n"
  }

  /// Every rule that the two parsers declare stands in the corpus, but for the file of a gibibyte.
  private func expectEveryRule(in codes: Set<String>) throws {
    var declared: Set<String> = []
    for path in ["PromptSyntax/SyntaxRules.swift", "PromptYAML/YAMLRules.swift"] {
      let url = packageRoot.appendingPathComponent("Sources/" + path)
      let text = try String(contentsOf: url, encoding: .utf8)
      declared.formUnion(text.matches(of: /"(PB\d\d\d)"/).map { String($0.output.1) })
    }
    #expect(declared.count >= 40)
    #expect(declared.subtracting(codes) == ["PB036"])
  }

  private func files(of folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension != "json" }.sorted { $0.path < $1.path }
  }
}
