import ArgumentParser
import Foundation
import PromptBank
import PromptCompiler
import PromptEncoder
import PromptSource

/// `promptbank compile`: a prompt set into a bank.
struct CompileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Encode a prompt set into a bank.",
    discussion: """
      Refuses a set with errors and writes nothing then. The same set, encoder and version give the \
      same bytes. The default encoder, all-MiniLM-L6-v2, knows text only: use it to write and test \
      sets; for a camera, name the CLIP directory of your vision model.

        promptbank compile prompts/cityscapes.prompts --encoder DIR \\
          -o city.bank.safetensors
      """)

  @Argument(
    help: "The prompt set; `-` reads standard input.", completion: promptSetCompletion)
  var file: String

  @OptionGroup var encoder: EncoderOption

  @OptionGroup var imports: ImportOptions

  @OptionGroup var project: ProjectOption

  @Option(name: .shortAndLong, help: "The bank to write.", completion: bankCompletion)
  var output: String

  func run() throws {
    let source = try readSource(file)
    // What is wrong with the words is said before minutes of loading and encoding.
    let (levels, projectFindings) = try project.levels(for: [file])
    printFindings(projectFindings)
    let checked = check(source, roots: imports.roots([file]), levels: levels.first ?? RuleLevels())
    if checked.hasErrors {
      printFindings(checked.diagnostics)
      printMessage("nothing was written: mend the errors first")
      throw ExitCode(ExitStatus.findings.rawValue)
    }
    try imports.requireSet(checked, file, to: "compile")
    let loaded = try encoder.load()
    var progress = ProgressBar("encoding", unit: "prompts")
    defer { progress.finish() }
    let compilation = try compile(checked, encoder: loaded) {
      progress.update(done: $0, total: $1)
    }
    progress.finish()
    printFindings(compilation.diagnostics)
    guard let contents = compilation.contents else {
      printMessage("nothing was written: mend the errors first")
      throw ExitCode(ExitStatus.findings.rawValue)
    }
    try writeBank(contents, to: output, digest: sha256)
  }
}
