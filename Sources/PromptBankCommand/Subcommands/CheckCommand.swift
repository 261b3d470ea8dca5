import ArgumentParser
import PromptCompiler
import PromptEncoder
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

  @OptionGroup var project: ProjectOption

  @OptionGroup var fixes: FixOption

  @Option(
    help: ArgumentHelp(
      "Check with a text encoder, too: what it would cut, and concepts too near to tell apart.",
      valueName: "dir"), completion: .directory)
  var encoder: String?

  enum FailOn: String, ExpressibleByArgument, CaseIterable {
    case error, warning

    var level: Rule.Level { self == .error ? .error : .warning }
  }

  func run() throws {
    let paths = try findPromptSets(files)
    let (allLevels, projectFindings) = try project.levels(for: paths)
    let loaded = try encoder.map { try TextEncoder(directory: $0) }
    let roots = imports.roots(paths)
    var sources: [SourceFile] = []
    var levels: [RuleLevels] = []
    var unread = false
    for (path, ofPath) in zip(paths, allLevels) {
      do {
        sources.append(try fixes.apply(to: try readSource(path), roots: roots, levels: ofPath))
        levels.append(ofPath)
      } catch let error as SourceError {
        // One bad path keeps nobody from hearing of the other files.
        printMessage("promptbank: \(error)")
        unread = true
      }
    }
    let found = try diagnostics(of: sources, roots: roots, levels: levels, encoder: loaded)
    let findings = Findings(files: sources.map(\.path), diagnostics: projectFindings + found)
    if !sources.isEmpty { try reports.write(findings) }
    if unread { throw ExitCode(ExitStatus.unavailable.rawValue) }
    if findings.diagnostics.contains(where: { $0.rule.level >= failOn.level }) {
      throw ExitCode(ExitStatus.findings.rawValue)
    }
  }

  private func diagnostics(
    of sources: [SourceFile], roots: ImportRoots, levels: [RuleLevels], encoder: TextEncoder?
  ) throws -> [Diagnostic] {
    let progress = Mutex(ProgressBar("checking", unit: "sets"))
    defer { progress.withLock { $0.finish() } }
    guard let encoder else {
      return check(sources, roots: roots, levels: levels) { done in
        progress.withLock { $0.update(done: done, total: sources.count) }
      }
    }
    // Encoding takes all processors for one set.
    return try zip(sources, levels).enumerated().flatMap { index, set in
      let checked = check(set.0, roots: roots, levels: set.1)
      let found =
        checked.hasErrors
        ? checked.diagnostics : try compile(checked, encoder: encoder) { _, _ in }.diagnostics
      progress.withLock { $0.update(done: index + 1, total: sources.count) }
      return found
    }
  }
}
