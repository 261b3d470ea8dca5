import Foundation
import PromptSource
import PromptSyntax
import TestSupport
import Testing

private let cases = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("Cases")

@Suite struct ParseCasesTests {
  /// Every case file: the source, the document it gives and the findings as they are drawn.
  @Test func everyCaseGivesItsDocumentAndFindings() throws {
    let all = try CaseFile.all(in: cases)
    #expect(all.count >= 38)
    for var item in all {
      let file = SourceFile(path: "source.prompts", text: item["source.prompts"] ?? "")
      let (document, diagnostics) = parse(file)
      let isAccepted = item.url.lastPathComponent.hasPrefix("accepted")
      #expect(diagnostics.isEmpty == isAccepted, "\(item.url.lastPathComponent)")
      let renderer = DiagnosticRenderer()
      try item.expect("document", document.outline(withPlaces: true))
      try item.expect("findings", diagnostics.map(renderer.render).joined(separator: "\n"))
    }
  }
}
