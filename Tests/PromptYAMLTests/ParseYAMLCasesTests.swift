import Foundation
import PromptSource
import PromptSyntax
import PromptYAML
import TestSupport
import Testing

private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

@Suite struct ParseYAMLCasesTests {
  /// Every case file: the source, the document it gives and the findings as they are drawn.
  @Test func everyCaseGivesItsDocumentAndFindings() throws {
    let all = try CaseFile.all(in: folder.appendingPathComponent("Cases"))
    #expect(all.count >= 40)
    for var item in all {
      let file = SourceFile(path: "source.prompts.yaml", text: item["source.yaml"] ?? "")
      let (document, diagnostics) = parseYAML(file)
      let isAccepted = item.url.lastPathComponent.hasPrefix("accepted")
      #expect(diagnostics.isEmpty == isAccepted, "\(item.url.lastPathComponent)")
      let renderer = DiagnosticRenderer()
      try item.expect("document", document.outline(withPlaces: true))
      try item.expect("findings", diagnostics.map(renderer.render).joined(separator: "\n"))
    }
  }

  /// Every pair: one set in both spellings, with one meaning and no findings.
  @Test func bothSpellingsMeanTheSame() throws {
    let all = try CaseFile.all(in: folder.appendingPathComponent("Pairs"))
    #expect(all.count >= 4)
    for var item in all {
      let concise = parse(SourceFile(path: "a.prompts", text: item["source.prompts"] ?? ""))
      let yaml = parseYAML(SourceFile(path: "a.prompts.yaml", text: item["source.yaml"] ?? ""))
      let name = item.url.lastPathComponent
      #expect(concise.diagnostics.map(\.message) == [], "\(name)")
      #expect(yaml.diagnostics.map(\.message) == [], "\(name)")
      #expect(
        concise.document.outline(withPlaces: false) == yaml.document.outline(withPlaces: false))
      try item.expect("meaning", concise.document.outline(withPlaces: false))
    }
  }
}
