import ArgumentParser
import PromptCompiler
import PromptReports
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

        promptbank test prompts/cityscapes.prompts --encoder DIR
        promptbank test --format junit prompts/cityscapes.prompts > expectations.xml
      """)

  @Argument(help: "The prompt set; `-` reads standard input.")
  var file: String

  @OptionGroup var encoder: EncoderOption

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
    var run = ExpectationRun(outcomes: [], diagnostics: checked.diagnostics)
    if checked.expectationCount > 0 {
      let loaded = try encoder.load()
      var progress = ProgressBar("encoding", unit: "prompts")
      defer { progress.finish() }
      run = try runExpectations(checked, encoder: loaded) {
        progress.update(done: $0, total: $1)
      }
    } else {
      printMessage("\(file): there is nothing to test: the set has no `expect` line")
    }
    printFindings(run.diagnostics)
    if run.diagnostics.contains(where: { $0.rule.level == .error }) {
      printMessage("nothing was tested: mend the errors first")
      throw ExitCode(ExitStatus.findings.rawValue)
    }
    switch format {
    case .full: try printResult(expectationTable(run.outcomes))
    case .json: try printResult(expectationJSON(run.outcomes).text(.indented) + "\n")
    case .junit: try printResult(expectationJUnit(run.outcomes, of: source.path))
    }
    if run.outcomes.contains(where: { !$0.passed }) {
      throw ExitCode(ExitStatus.findings.rawValue)
    }
  }
}
