import ArgumentParser
import PromptCompiler
import PromptSource
import TensorFiles

/// `promptbank format`: prompt sets in their canonical layout.
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format",
    abstract: "Lay prompt sets out in their one canonical form.",
    discussion: """
      Keeps every comment and the meaning, in both spellings. A file that is laid out already is not \
      touched, and neither is one with errors.

        promptbank format prompts/*.prompts
        promptbank format --check --diff prompts/*.prompts
        promptbank format - < draft.prompts
      """)

  @Argument(help: "Prompt sets; `-` reads standard input and prints the result.")
  var files: [String]

  @Flag(help: "Write nothing; name the files that would change, and exit with 1 if there are any.")
  var check = false

  @Flag(help: "Write nothing; print what would change as a unified difference.")
  var diff = false

  func run() throws {
    var isBad = false
    var unfaithful: [String] = []
    for path in files {
      let file = try readSource(path)
      let (formatted, isFaithful, diagnostics) = formatSource(file)
      guard let text = formatted else {
        if !isFaithful { unfaithful.append(path) }
        printFindings(diagnostics.filter { $0.rule.level == .error })
        isBad = true
        continue
      }
      let isChanged = !text.utf8.elementsEqual(file.utf8)
      if diff { try printResult(unifiedDifference(file.text(), text, path: file.path)) }
      if check {
        if isChanged {
          isBad = true
          if !diff { try printResult(file.path + "\n") }
        }
      } else if !diff {
        if path == "-" {
          try printResult(text)
        } else if isChanged {
          try write(text, to: path)
        }
      }
    }
    if !unfaithful.isEmpty {
      throw CommandFailure(
        "the layout of \(unfaithful.map(quoted).joined(separator: ", ")) would not keep its meaning, "
          + "so nothing was written; please report this")
    }
    if isBad { throw ExitCode(ExitStatus.findings.rawValue) }
  }

  private func write(_ text: String, to path: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(Array(text.utf8))
    try file.commit()
  }
}
