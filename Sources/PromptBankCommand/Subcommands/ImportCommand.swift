import ArgumentParser
import PromptCompiler
import PromptSource

/// `promptbank import`: a prompt set from a published list of classes.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Print a prompt set made from a published list of classes.",
    discussion: """
      Every concept is kept to the letter. Findings go to stderr and point into the list: repeated, \
      clashing and misspelt concepts, empty ones, ids that are none.

        promptbank import coco_with_prompt_eng.txt --from fcclip > coco.prompts
        promptbank import ade150.json --from json > ade150.prompts
      """)

  @Argument(
    help: "The list; `-` reads standard input.", completion: .file(extensions: ["txt", "json"]))
  var file: String

  @Option(
    help: """
      fcclip (`id:name,synonym` lines), list (a label a line, `#` lines are comments) or json (an array \
      of strings, synonyms parted by a comma and a blank).
      """)
  var from: ListForm

  func run() throws {
    let (text, diagnostics) = importList(try readSource(file), form: from)
    printFindings(diagnostics)
    try printResult(text)
    if diagnostics.contains(where: { $0.rule.level == .error }) {
      throw ExitCode(ExitStatus.findings.rawValue)
    }
  }
}

extension ListForm: ExpressibleByArgument {}
