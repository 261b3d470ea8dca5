import PromptSource

extension Findings {
  /// GitHub shows at most this many annotations of a level for one step.
  package static let gitHubCap = 10

  /// Workflow commands that GitHub Actions turns into annotations, errors first.
  ///
  /// What exceeds GitHub's cap of ten a level is counted in one closing notice rather than lost
  /// silently; the step summary and the other formats hold everything.
  package func gitHubReport() -> String {
    var lines: [String] = []
    var unshown = 0
    for level in [Rule.Level.error, .warning, .note] {
      let found = diagnostics.filter { $0.rule.level == level }
      // The closing notice takes one place among the notices.
      let cap = level == .note ? Self.gitHubCap - 1 : Self.gitHubCap
      lines += found.prefix(cap).map(Self.workflowCommand)
      unshown += max(0, found.count - cap)
    }
    if unshown > 0 {
      lines.append(
        "::notice title=promptbank::\(unshown) more findings than GitHub shows: see the step summary"
      )
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// All findings as a Markdown table, for `GITHUB_STEP_SUMMARY`.
  package func gitHubSummary() -> String {
    var text = "### promptbank: \(summary)\n\n"
    if let skipped { text += skipped.sentence + "\n\n" }
    if diagnostics.isEmpty { return text }
    text += "| level | rule | place | finding |\n| --- | --- | --- | --- |\n"
    for diagnostic in diagnostics {
      let start = diagnostic.place.start
      let cells = [
        diagnostic.rule.level.rawValue, "\(diagnostic.rule.code) \(diagnostic.rule.name)",
        "\(diagnostic.place.file.path):\(start.line):\(start.column)", diagnostic.message,
      ]
      let escaped = cells.map { $0.replacing("|", with: "\\|").replacing("<", with: "&lt;") }
      text += "| " + escaped.joined(separator: " | ") + " |\n"
    }
    return text
  }

  private static func workflowCommand(_ diagnostic: Diagnostic) -> String {
    let (start, end) = (diagnostic.place.start, diagnostic.place.end)
    let command = diagnostic.rule.level == .note ? "notice" : diagnostic.rule.level.rawValue
    let help = diagnostic.help.map { "\nhelp: \($0)" } ?? ""
    var properties = [
      "file=" + escapedProperty(unixPath(diagnostic.place.file.path)), "line=\(start.line)",
      "endLine=\(end.line)",
    ]
    // GitHub takes columns only where a range stays on one line.
    if start.line == end.line { properties += ["col=\(start.column)", "endColumn=\(end.column)"] }
    properties.append("title=" + escapedProperty("\(diagnostic.rule.code) \(diagnostic.rule.name)"))
    return "::\(command) \(properties.joined(separator: ","))::"
      + escaped(diagnostic.message + help)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private static func escapedProperty(_ text: String) -> String {
    escaped(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
