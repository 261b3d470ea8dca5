import ArgumentParser
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
  @OptionGroup var encoding: EncodingOptions

  @OptionGroup var imports: ImportOptions

  @OptionGroup var project: ProjectOption

  @Option(name: .shortAndLong, help: "The bank to write.", completion: bankCompletion)
  var output: String?

  @Flag(help: "Say what it would take, and write nothing.")
  var dryRun = false

  func validate() throws {
    if output == nil, !dryRun {
      throw ValidationError("Missing expected argument '--output <output>'")
    }
  }

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
    guard let output, !dryRun else { return try sayWork(checked) }
    let loaded = try encoder.load(encoding)
    var progress = ProgressBar("encoding", unit: "prompts")
    defer { progress.finish() }
    let compilation = try compile(checked, encoder: loaded, threads: encoding.jobs) {
      progress.update(done: $0, total: $1)
    }
    progress.finish()
    printFindings(compilation.diagnostics)
    guard let contents = compilation.contents else {
      printMessage("nothing was written: mend the errors first")
      throw ExitCode(ExitStatus.findings.rawValue)
    }
    try writeBank(contents, to: output, digest: sha256)
    if let counts = compilation.counts {
      encoding.report(counts.effort, prompts: counts.distinct - counts.cached)
      printMessage("wrote \(output): \(savings(counts, of: loaded))")
    }
  }

  /// Says what compiling would take, and writes nothing.
  private func sayWork(_ checked: CheckedSet) throws {
    let loaded = try encoder.load(encoding)
    let compilation = try countWork(checked, encoder: loaded)
    printFindings(compilation.diagnostics)
    guard let counts = compilation.counts else {
      throw ExitCode(ExitStatus.findings.rawValue)
    }
    let seconds = loaded.estimatedSeconds(for: counts, threads: encoding.jobs)
    try printResult(
      """
      prompts            \(counts.prompts)
      distinct           \(counts.distinct)
      in the cache       \(counts.cached)
      tokens             \(counts.tokens)
      distinct prefixes  \(counts.rows)
      estimated time     \(seconds < 1 ? "less than 1 s" : "about \(duration(seconds))")

      """)
  }
}
