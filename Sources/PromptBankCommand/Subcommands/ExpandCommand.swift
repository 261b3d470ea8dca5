import ArgumentParser
import PromptCompiler
import PromptExpansion
import PromptJSON
import PromptModel
import PromptSource

/// `promptbank expand`: every concept and prompt that would be encoded.
struct ExpandCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expand",
    abstract: "Print every concept and prompt that would be encoded, with its line.",
    discussion: """
      What resolves is printed; findings go to stderr.

        promptbank expand prompts/cityscapes.prompts
        promptbank expand --origins prompts/cityscapes.prompts
        promptbank expand --format prompts prompts/cityscapes.prompts
      """)

  @Argument(help: "The prompt set; `-` reads standard input.")
  var file: String

  @Option(help: "full (classes, concepts and their lines), prompts (a prompt a line) or json.")
  var format: Format = .full

  @Flag(
    help: """
      Say for every class, concept, near list, template list and scoring key where it was written, and \
      by which imports that file came in.
      """)
  var origins = false

  @OptionGroup var imports: ImportOptions

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case full, prompts, json
  }

  func run() throws {
    let checked = check(try readSource(file), roots: imports.roots([file]))
    printFindings(checked.diagnostics)
    if let expansion = checked.expansion {
      switch format {
      case .full:
        try printResult(origins ? originOutline(expansion) : outline(expansion))
      case .prompts: try printResult(expansion.prompts().map { $0.text + "\n" }.joined())
      case .json:
        try printResult(expansionJSON(expansion, withOrigins: origins).text(.indented) + "\n")
      }
    }
    if checked.hasErrors { throw ExitCode(ExitStatus.findings.rawValue) }
  }

  /// Each class and ood entry with its concepts, where they were written, and how many prompts they
  /// make.
  private func outline(_ expansion: Expansion) -> String {
    var text = ""
    for owner in expansion.owners {
      switch owner {
      case .class(let index):
        let entry = expansion.set.classes[index]
        text += "class \(entry.id) \(entry.name)"
        if let superclass = entry.superclass { text += " (superclass \(superclass))" }
      case .ood(let index):
        let entry = expansion.set.ood[index]
        text += "ood \(entry.name)"
        if !entry.near.isEmpty { text += " (near \(entry.near.joined(separator: ", ")))" }
      }
      let templates = expansion.templates(of: owner)
      let count = templates.templates.count
      text += ": \(count == 1 ? "1 template" : "\(count) templates") of \(templates.name)\n"
      for concept in expansion.concepts(of: owner) {
        let (path, start) = (concept.place.file.path, concept.place.start)
        text += "  \(concept.text)  \(concept.number)  \(path):\(start.line):\(start.column)\n"
      }
    }
    let concepts = expansion.owners.reduce(0) { $0 + expansion.concepts(of: $1).count }
    let prompts = expansion.prompts()
    let distinct = Set(prompts.map(\.text)).count
    return text + "\(concepts) concepts, \(prompts.count) prompts, \(distinct) of them distinct\n"
  }
}
