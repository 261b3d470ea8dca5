import ArgumentParser
import PromptBank
import PromptCompiler
import PromptEncoder
import PromptReports
import PromptRules
import PromptSource
import Synchronization
import TensorFiles

/// `promptbank check`: parse, resolve, expand, and say what was found.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say what is wrong with prompt sets.",
    discussion: """
      Reads `.prompts` and `.prompts.yaml` files with everything they import and reports all findings \
      in one run, each with its place, a caret under the text, and what to do.

        promptbank check prompts/cityscapes.prompts
        promptbank check prompts/
        promptbank check --format sarif=findings.sarif --format full prompts/
        promptbank check --bank city.bank.safetensors city.prompts

      A few rules compare embeddings: they need a text encoder or a bank of the set, and without one it \
      is said that they were not checked.
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

  @Option(
    help: ArgumentHelp(
      "Compare concepts by a bank of the one set checked, without a text encoder.",
      valueName: "bank"),
    completion: bankCompletion)
  var bank: String?

  enum FailOn: String, ExpressibleByArgument, CaseIterable {
    case error, warning

    var level: Rule.Level { self == .error ? .error : .warning }
  }

  func validate() throws {
    if encoder != nil, bank != nil {
      throw ValidationError("--bank holds embeddings already: give it or --encoder, not both")
    }
  }

  func run() throws {
    let paths = try findPromptSets(files)
    if bank != nil, paths.count != 1 {
      throw CommandFailure("--bank is of one set, and \(paths.count) are to be checked", .usage)
    }
    let (allLevels, projectFindings) = try project.levels(for: paths)
    let embeddings: Embeddings =
      if let encoder {
        .encoder(try TextEncoder(directory: encoder))
      } else if let bank {
        .bank(try Bank(path: bank))
      } else {
        .none
      }
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
      } catch let error as TensorFileError {
        printMessage("promptbank: \(error)")
        unread = true
      }
    }
    let (found, isComplete) = try diagnostics(
      of: sources, roots: roots, levels: levels, embeddings: embeddings)
    let skipped = skippedRules(with: embeddings, isComplete: isComplete, levels: levels)
    let findings = Findings(
      files: sources.map(\.path), diagnostics: projectFindings + found, skipped: skipped,
      failingFrom: failOn.level)
    if !sources.isEmpty {
      try reports.write(findings)
      if let skipped { printMessage("note: " + skipped.sentence) }
    }
    if unread { throw ExitCode(ExitStatus.unavailable.rawValue) }
    if findings.isFailure {
      throw ExitCode(ExitStatus.findings.rawValue)
    }
  }

  /// Where the rules that compare embeddings find some.
  private enum Embeddings {
    case none
    case encoder(TextEncoder)
    case bank(Bank)
  }

  /// The findings, and whether every set was free of errors, so that embeddings could be compared.
  private func diagnostics(
    of sources: [SourceFile], roots: ImportRoots, levels: [RuleLevels], embeddings: Embeddings
  ) throws -> ([Diagnostic], isComplete: Bool) {
    let progress = Mutex(ProgressBar("checking", unit: "sets"))
    defer { progress.withLock { $0.finish() } }
    if case .none = embeddings {
      let found = check(sources, roots: roots, levels: levels) { done in
        progress.withLock { $0.update(done: done, total: sources.count) }
      }
      return (found, false)
    }
    var isComplete = true
    // Encoding takes all processors for one set.
    let found = try zip(sources, levels).enumerated().flatMap { index, set in
      let checked = check(set.0, roots: roots, levels: set.1)
      defer { progress.withLock { $0.update(done: index + 1, total: sources.count) } }
      if checked.hasErrors { isComplete = false }
      switch embeddings {
      case .encoder(let encoder) where !checked.hasErrors:
        let compiled = try compile(checked, encoder: encoder) { _, _ in }
        // A file of templates alone holds nothing to compare.
        if compiled.contents == nil, checked.expansion != nil { isComplete = false }
        return compiled.diagnostics
      case .bank(let bank):
        return try check(checked, bank: bank)
      default: return checked.diagnostics
      }
    }
    return (found, isComplete)
  }

  /// The rules that were not tried, but for those that every project turned off.
  private func skippedRules(
    with embeddings: Embeddings, isComplete: Bool, levels: [RuleLevels]
  ) -> SkippedRules? {
    let entries = RuleCatalogue.standard.entries.filter { entry in
      entry.needs != nil && !levels.allSatisfy { $0.isOff(entry.code) }
    }
    func skipped(_ entries: [RuleEntry], _ reason: String) -> SkippedRules? {
      entries.isEmpty ? nil : SkippedRules(codes: entries.map(\.code), reason: reason)
    }
    switch embeddings {
    case .none:
      return skipped(
        entries, "they need a text encoder (`--encoder DIR`) or a bank of the set (`--bank BANK`)")
    case .encoder:
      return isComplete
        ? nil : skipped(entries, "a set with errors is not encoded; mend them first")
    case .bank:
      return isComplete
        ? skipped(
          entries.filter { $0.needs == "encoder" }, "they need a text encoder (`--encoder DIR`)")
        : skipped(entries, "the set has errors; mend them first")
    }
  }
}
