import Foundation
import PromptCompiler
import PromptSource
import TestSupport
import Testing

@Suite struct AuthoringTests {
  /// Mistakes that a new author makes in a first set, and what is said about each. A case may hold the
  /// `base.prompts` that its set extends.
  @Test func everyMistakeOfANewAuthorIsExplained() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Cases/authoring")
    let all = try CaseFile.all(in: folder)
    #expect(all.count >= 75)
    for var item in all {
      let name = item["source.prompts"] == nil ? "source.prompts.yaml" : "source.prompts"
      let found = try findings(SourceFile(path: name, text: item[name] ?? ""), item["base.prompts"])
      #expect(
        found.isEmpty == item.url.lastPathComponent.hasPrefix("00-"),
        "\(item.url.lastPathComponent)"
      )
      try item.expect("findings", found)
    }
  }

  private func findings(_ file: SourceFile, _ base: String?) throws -> String {
    func rendered(_ file: SourceFile) -> String {
      check(file).diagnostics.map(DiagnosticRenderer().render).joined(separator: "\n")
    }
    guard let base else { return rendered(file) }
    return try withFolder { folder in
      let url = folder.appendingPathComponent("base.prompts")
      try base.write(to: url, atomically: true, encoding: .utf8)
      let inFolder = SourceFile(path: folder.path + "/" + file.path, text: file.text())
      return rendered(inFolder).replacingOccurrences(of: folder.path + "/", with: "")
    }
  }
}
