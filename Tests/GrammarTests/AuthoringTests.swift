import Foundation
import PromptCompiler
import PromptSource
import TestSupport
import Testing

@Suite struct AuthoringTests {
  /// Mistakes that a new author makes in a first set, and what is said about each.
  @Test func everyMistakeOfANewAuthorIsExplained() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Cases/authoring")
    let all = try CaseFile.all(in: folder)
    #expect(all.count >= 21)
    for var item in all {
      let name = item["source.prompts"] == nil ? "source.prompts.yaml" : "source.prompts"
      let found = check(SourceFile(path: name, text: item[name] ?? "")).diagnostics
      #expect(
        found.isEmpty == item.url.lastPathComponent.hasPrefix("00"), "\(item.url.lastPathComponent)"
      )
      try item.expect(
        "findings", found.map(DiagnosticRenderer().render).joined(separator: "\n"))
    }
  }
}
