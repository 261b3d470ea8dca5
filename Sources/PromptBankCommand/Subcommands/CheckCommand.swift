import ArgumentParser
import PromptCompiler
import PromptReports
import PromptSource
import Synchronization

/// `promptbank check`: parse, resolve, expand, and say what was found.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say what is wrong with prompt sets, without a text encoder.",
    discussion: """
      Reads `.prompts` and `.prompts.yaml` files with everything they import and reports all findings \
      in one run, each with its place, a caret under the text, and what to do.

        promptbank check prompts/cityscapes.prompts
        promptbank check prompts/
        promptbank check --format sarif=findings.sarif --format full prompts/
      """)

  @Argument(
    help: "Prompt sets, or folders to search for them; `-` reads standard input.",
    completion: promptSetCompletion)
  var files: [String]

  @OptionGroup var reports: ReportOptions

  @Option(help: "The lowest level that makes the exit code 1: error or warning.")
  var failOn: FailOn = .error

  @OptionGroup var imports: ImportOptions

  enum FailOn: String, ExpressibleByArgument, CaseIterable {
    case error, warning

    var level: Rule.Level { self == .error ? .error : .warning }
  }

  func run() throws {
    let paths = try findPromptSets(files)
    var sources: [SourceFile] = []
    var unread = false
    for path in paths {
      do throws(SourceError) {
        sources.append(try readSource(path))
      } catch {
        // One bad path keeps nobody from hearing of the other files.
        printMessage("promptbank: \(error)")
        unread = true
      }
    }
    let progress = Mutex(ProgressBar("checking", unit: "sets"))
    let found = check(sources, roots: imports.roots(paths)) { done in
      progress.withLock { $0.update(done: done, total: sources.count) }
    }
    progress.withLock { $0.finish() }
    let findings = Findings(files: sources.map(\.path), diagnostics: found)
    if !sources.isEmpty { try reports.write(findings) }
    if unread { throw ExitCode(ExitStatus.unavailable.rawValue) }
    if findings.diagnostics.contains(where: { $0.rule.level >= failOn.level }) {
      throw ExitCode(ExitStatus.findings.rawValue)
    }
  }
}
