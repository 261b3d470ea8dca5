package import PromptSource

/// What a report is made from: the files that were checked and what was found in them.
package struct Findings: Sendable {
  /// The paths as given, in the order given.
  package var files: [String]
  /// In the order of the files, then in source order.
  package var diagnostics: [Diagnostic]
  /// What was not looked for, and why; nil where every rule was tried.
  package var skipped: SkippedRules?
  /// The lowest level that makes the check fail.
  package var failingFrom: Rule.Level

  package init(
    files: [String], diagnostics: [Diagnostic], skipped: SkippedRules? = nil,
    failingFrom: Rule.Level = .error
  ) {
    self.files = files
    self.diagnostics = diagnostics
    self.skipped = skipped
    self.failingFrom = failingFrom
  }

  /// Whether the check fails.
  package var isFailure: Bool { diagnostics.contains { $0.rule.level >= failingFrom } }

  package func count(_ level: Rule.Level) -> Int {
    diagnostics.count { $0.rule.level == level }
  }

  /// "2 errors, 1 warning"; "no findings" for none.
  package var summary: String {
    let parts = [Rule.Level.error, .warning, .note].compactMap { level -> String? in
      let count = count(level)
      return count == 0 ? nil : "\(count) \(level.rawValue)\(count == 1 ? "" : "s")"
    }
    return parts.isEmpty ? "no findings" : parts.joined(separator: ", ")
  }
}
