import ArgumentParser
import PromptCompiler
import PromptSource

/// `promptbank convert`: a prompt set in the other spelling.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Print a prompt set in the other spelling, with its comments.",
    discussion: """
      The meaning stays, and so do the comments. Paths of imports are printed as they are written: they \
      are relative to the file that holds them. Findings go to stderr.

        promptbank convert prompts/cityscapes.prompts --to yaml > cityscapes.prompts.yaml
      """)

  @Argument(help: "The prompt set; `-` reads standard input.")
  var file: String

  @Option(help: "The spelling to print: yaml or prompts.")
  var to: Form

  enum Form: String, ExpressibleByArgument, CaseIterable {
    case yaml, prompts
  }

  func run() throws {
    let (text, diagnostics) = convertSource(try readSource(file), toYAML: to == .yaml)
    printFindings(diagnostics)
    try printResult(text)
    if diagnostics.contains(where: { $0.rule.level == .error }) {
      throw ExitCode(ExitStatus.findings.rawValue)
    }
  }
}
