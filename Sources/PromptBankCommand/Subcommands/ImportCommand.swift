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
      clashing and misspelt concepts, empty ones, ids that are none, columns that are not read.

      A list whose lines have columns, parted by tabs, gives labels, ids and superclasses: by the names \
      above the columns, else by what they hold. --columns says it in their order, - for one to leave out.

        promptbank import coco_with_prompt_eng.txt --from fcclip > coco.prompts
        promptbank import ade150.json --from json > ade150.prompts
        promptbank import instances_val2017.json --from json > coco.prompts
        promptbank import labels.txt --from list --columns label,-,id,superclass > labels.prompts
      """)

  @Argument(
    help: "The list; `-` reads standard input.",
    completion: .file(extensions: ["txt", "tsv", "json"]))
  var file: String

  @Option(
    help: """
      fcclip (`id:name,synonym` lines), list (a label a line, `#` lines are comments) or json (an array \
      of strings, synonyms parted by a comma and a blank; COCO's `categories`; an `id2label`).
      """)
  var from: ListForm

  @Option(
    help: "What the columns of a list with tabs are, of label, id, superclass and -.",
    transform: { text in
      do { return try listColumns(text) } catch { throw ValidationError("\(error)") }
    })
  var columns: [ListColumn]?

  func validate() throws {
    if columns != nil, from != .list {
      throw ValidationError("--columns is for --from list: the other forms have no columns")
    }
  }

  func run() throws {
    let (text, diagnostics) = importList(try readSource(file), form: from, columns: columns)
    printFindings(diagnostics)
    try printResult(text)
    if diagnostics.contains(where: { $0.rule.level == .error }) {
      throw ExitCode(ExitStatus.findings.rawValue)
    }
  }
}

extension ListForm: ExpressibleByArgument {}
