import ArgumentParser
import PromptCompiler
import PromptJSON
import PromptSource

/// `promptbank test`: whether a set's `expect` lines hold with an encoder.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run the `expect` lines of a prompt set with a text encoder.",
    discussion: """
      A text is nearest to the class or ood entry whose concepts have the largest cosine with it; a \
      similarity is the largest cosine between two concept sets. The exit code is 1 if one \
      expectation fails.

        promptbank test yard.prompts --encoder DIR
        promptbank test --format junit yard.prompts > expectations.xml
      """)

  @Argument(
    help: "The prompt set; `-` reads standard input.", completion: promptSetCompletion)
  var file: String

  @OptionGroup var encoder: EncoderOption

  @OptionGroup var encoding: EncodingOptions

  @OptionGroup var imports: ImportOptions

  @Option(help: "full (a line each), json or junit.")
  var format: Format = .full

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case full, json, junit
  }

  func run() throws {
    let source = try readSource(file)
    let checked = check(source, roots: imports.roots([file]))
    if checked.hasErrors {
      printFindings(checked.diagnostics)
      printMessage("nothing was tested: mend the errors first")
      throw ExitCode(ExitStatus.findings.rawValue)
    }
    try imports.requireSet(checked, file, to: "test")
    guard checked.expectationCount > 0 else {
      printFindings(checked.diagnostics)
      printMessage("\(file): there is nothing to test: the set has no `expect` line")
      return try report([], of: source.path)
    }
    let loaded = try encoder.load(encoding)
    var progress = ProgressBar("encoding", unit: "prompts")
    let run = try runExpectations(checked, encoder: loaded) {
      progress.update(done: $0, total: $1)
    }
    progress.finish()
    printFindings(run.diagnostics)
    if run.diagnostics.contains(where: { $0.rule.level == .error }) {
      printMessage("nothing was tested: mend the errors first")
      throw ExitCode(ExitStatus.findings.rawValue)
    }
    try report(run.outcomes, of: source.path)
    if run.outcomes.contains(where: { !$0.passed }) {
      throw ExitCode(ExitStatus.findings.rawValue)
    }
  }

  private func report(_ outcomes: [ExpectationOutcome], of path: String) throws {
    switch format {
    case .full: try printResult(expectationTable(outcomes))
    case .json: try printResult(expectationJSON(outcomes).text(.indented) + "\n")
    case .junit: try printResult(expectationJUnit(outcomes, of: path))
    }
  }
}
