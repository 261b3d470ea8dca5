import Foundation
import TestSupport
import Testing

/// The built command, run as `Cases/*.case` say: a section `$ arguments` for each call in turn, holding
/// what it prints, and a section for each file that lies there beforehand. The encoders of `Fixtures`
/// lie there too, as `clip` and `bert`.
///
/// What goes to stderr stands behind `! `, and an exit code that is not 0 in the last line.
@Suite struct CommandCaseTests {
  static let cases = packageRoot.appendingPathComponent("Tests/PromptBankCommandTests/Cases")

  @Test(arguments: try CaseFile.all(in: cases).map(\.url))
  func theCommandAnswersAsRecorded(_ url: URL) throws {
    var example = try CaseFile(url)
    try withFolder { folder in
      try linkEncoders(into: folder)
      for name in example.names where !name.hasPrefix("$ ") {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data((example[name] ?? "").utf8).write(to: file)
      }
      for name in example.names where name.hasPrefix("$ ") {
        var words = name.dropFirst(2).split(separator: " ").map(String.init)
        var input = ""
        if let redirection = words.firstIndex(of: "<"), redirection + 1 < words.count {
          input = example[words[redirection + 1]] ?? ""
          words.removeSubrange(redirection...(redirection + 1))
        }
        let run = try promptbank(words, in: folder, input: input)
        var text = run.output
        for line in run.messages.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        {
          text += "! \(line)\n"
        }
        if run.status != 0 { text += "exit \(run.status)\n" }
        try example.expect(name, text.replacingOccurrences(of: folder.path, with: "FOLDER"))
      }
    }
  }
}
