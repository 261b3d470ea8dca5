internal import PromptSource
internal import PromptRules

/// The levels that a project gives to rules, in place of their own.
package struct RuleLevels: Sendable {
  /// By code; nil turns a rule off.
  private var levels: [String: Rule.Level?] = [:]

  /// Every rule at its own level.
  package init() {}

  mutating func set(_ code: String, to level: Rule.Level?) { levels[code] = .some(level) }

  /// Whether a rule is turned off.
  package func isOff(_ code: String) -> Bool {
    if case .some(.none) = levels[code] { true } else { false }
  }

  /// The findings at the project's levels, without those of rules that are off.
  func apply(to diagnostics: [Diagnostic]) -> [Diagnostic] {
    if levels.isEmpty { return diagnostics }
    return diagnostics.compactMap { diagnostic in
      guard let set = levels[diagnostic.rule.code] else { return diagnostic }
      guard let level = set else { return nil }
      let rule = Rule(diagnostic.rule.code, diagnostic.rule.name, level)
      return Diagnostic(
        rule, diagnostic.message, at: diagnostic.place, label: diagnostic.label,
        related: diagnostic.related, help: diagnostic.help, fix: diagnostic.fix)
    }
  }
}

/// Whether a rule can neither be suppressed nor turned off: an error of syntax, behind which a file
/// means something else than it says, or a finding about suppression itself.
func isPermanent(_ entry: RuleEntry) -> Bool {
  entry.level == .error
    && ["PB0", "PB1", "PB9"].contains { entry.code.hasPrefix($0) }
}

/// A code or name that no rule has, as a finding.
func unknownRule(_ name: String, at place: SourcePlace) -> Diagnostic {
  let near = RuleCatalogue.standard.nearest(to: name)
  return Diagnostic(
    .unknownRule, "no rule is called \(quoted(name))", at: place,
    help: near.map { "did you mean `\($0)`?" } ?? "`promptbank rules` lists all of them",
    fix: near.map { Fix("write `\($0)`", [.init(place.range, $0)], isSafe: false) })
}
