package import PromptSource
internal import FoundationEssentials
internal import PromptRules
internal import PromptSyntax
internal import PromptYAML

/// The name of the file that sets the levels of rules for all sets beside and below it.
package let projectFileName = "promptbank.yaml"

/// Reads the levels that a project file gives, and finds what is wrong with it.
package func readProjectFile(
  _ file: SourceFile
) -> (levels: RuleLevels, diagnostics: [Diagnostic]) {
  var (written, diagnostics) = readRuleLevels(file)
  var levels = RuleLevels()
  for (rule, level) in written {
    let place = SourcePlace(file, rule.range)
    guard let entry = RuleCatalogue.standard[rule.value] else {
      diagnostics.append(unknownRule(rule.value, at: place))
      continue
    }
    let isOff = level.value == "off"
    guard isOff || Rule.Level(rawValue: level.value) != nil else {
      let near = nearestName(to: level.value, among: ["off", "note", "warning", "error"])
      diagnostics.append(
        Diagnostic(
          .unknownRuleLevel, "\(quoted(level.value)) is not a level",
          at: SourcePlace(file, level.range),
          help: near.map { "did you mean `\($0)`?" }
            ?? "the levels are `off`, `note`, `warning` and `error`",
          fix: near.map { Fix("write `\($0)`", [.init(level.range, $0)], isSafe: false) }))
      continue
    }
    if isPermanent(entry), level.value != "error" {
      diagnostics.append(
        Diagnostic(
          .permanentRule, "`\(entry.code) \(entry.name)` stays an error", at: place,
          help: "take the line out: behind an error of syntax nothing means what is written"))
      continue
    }
    levels.set(entry.code, to: isOff ? nil : Rule.Level(rawValue: level.value))
  }
  return (levels, diagnostics.inSourceOrder(files: [file]))
}

/// The nearest project file at or above a prompt set's folder, or nil.
package func findProjectFile(for path: String) -> String? {
  let isFile = path != "-" && path != "<stdin>"
  var folder = URL(fileURLWithPath: isFile ? path : ".").standardizedFileURL
  if isFile { folder.deleteLastPathComponent() }
  // As given where the file lies beside the set, so that reports read well.
  let beside = isFile ? path.deletingLastComponent : ""
  let near = beside.isEmpty ? projectFileName : beside + "/" + projectFileName
  if !path.hasPrefix("/"), FileManager.default.fileExists(atPath: near) { return near }
  while true {
    let candidate = folder.appendingPathComponent(projectFileName).path
    if FileManager.default.fileExists(atPath: candidate) { return candidate }
    let parent = folder.deletingLastPathComponent().standardizedFileURL
    if parent.path == folder.path || folder.path == "/" { return nil }
    folder = parent
  }
}
