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
      are relative to the file that holds them. Findings go to stderr; of a set with errors nothing is \
      printed.

        promptbank convert --to yaml prompts/cityscapes.prompts \\
          > cityscapes.prompts.yaml
      """)

  @Argument(
    help: "The prompt set; `-` reads standard input.", completion: promptSetCompletion)
  var file: String

  @Option(help: "The spelling to print: yaml or prompts.")
  var to: Form

  @OptionGroup var imports: ImportOptions

  enum Form: String, ExpressibleByArgument, CaseIterable {
    case yaml, prompts
  }

  func run() throws {
    let (text, diagnostics) = convertSource(
      try readSource(file), toYAML: to == .yaml, roots: imports.roots([file]))
    printFindings(diagnostics)
    guard let text else {
      printMessage("promptbank: nothing was printed: mend the errors first")
      throw ExitCode(ExitStatus.findings.rawValue)
    }
    try printResult(text)
  }
}
