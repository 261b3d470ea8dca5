import ArgumentParser
import PromptCompiler
import PromptJSON
import PromptReports
import PromptSource

/// `promptbank check`: parse, resolve, expand, and say what was found.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say what is wrong with prompt sets, without a text encoder.",
    discussion: """
      Reads `.prompts` and `.prompts.yaml` files with everything they import and reports all findings \
      in one run, each with its place, a caret under the text, and what to do.

        promptbank check prompts/cityscapes.prompts
        promptbank check --format json prompts/*.prompts > findings.json
      """)

  @Argument(help: "Prompt sets; `-` reads standard input.")
  var files: [String]

  @Option(help: "How findings are written: full (drawn), concise (a line each) or json.")
  var format: Format = .full

  @Option(help: "The lowest level that makes the exit code 1: error or warning.")
  var failOn: FailOn = .error

  @OptionGroup var imports: ImportOptions

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case full, concise, json
  }

  enum FailOn: String, ExpressibleByArgument, CaseIterable {
    case error, warning

    var level: Rule.Level { self == .error ? .error : .warning }
  }

  func run() throws {
    var findings = Findings(files: files, diagnostics: [])
    let roots = imports.roots(files)
    for path in files {
      findings.diagnostics += check(try readSource(path), roots: roots).diagnostics
    }
    switch format {
    case .full:
      try printResult(findings.fullReport(DiagnosticRenderer(palette: Terminal.resultPalette)))
    case .concise: try printResult(findings.conciseReport())
    case .json: try printResult(findings.jsonReport().text(.indented) + "\n")
    }
    if findings.diagnostics.contains(where: { $0.rule.level >= failOn.level }) {
      throw ExitCode(ExitStatus.findings.rawValue)
    }
  }
}
