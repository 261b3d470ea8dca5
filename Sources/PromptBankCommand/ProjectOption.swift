import ArgumentParser
import PromptCompiler
import PromptSource

/// The `--config` option, and the levels that project files give to rules.
struct ProjectOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A project file with levels of rules. Without it: the nearest promptbank.yaml at or above each set.",
      valueName: "file"))
  var config: String?

  /// The levels for each of some prompt sets, and what is wrong with the project files, each read once.
  ///
  /// - Throws: `SourceError` where a project file cannot be read.
  func levels(for paths: [String]) throws -> (levels: [RuleLevels], diagnostics: [Diagnostic]) {
    var read: [String: RuleLevels] = [:]
    var diagnostics: [Diagnostic] = []
    let levels = try paths.map { path -> RuleLevels in
      guard let project = config ?? findProjectFile(for: path) else { return RuleLevels() }
      if let known = read[project] { return known }
      let (levels, found) = readProjectFile(try readSource(project))
      diagnostics += found
      read[project] = levels
      return levels
    }
    return (levels, diagnostics)
  }
}
