import PromptSource

extension Findings {
  /// Every finding in whole sentences, for screen readers: nothing is drawn, no column of text has to
  /// be compared with another.
  ///
  ///     Error PB201 duplicate-concept in a.prompts, line 3, columns 12 to 16: `road` stands in two
  ///     classes. Here: again here. See also line 1, columns 3 to 6: first here. Help: keep one of them.
  package func narratedReport() -> String {
    let told = diagnostics.map { Self.narrated($0) + "\n" }.joined()
    return told + (files.count == 1 ? "1 file" : "\(files.count) files") + " checked: \(summary).\n"
  }

  private static func narrated(_ diagnostic: Diagnostic) -> String {
    let rule = diagnostic.rule
    let file = diagnostic.place.file
    var text = rule.level.rawValue.prefix(1).uppercased() + rule.level.rawValue.dropFirst()
    text += " \(rule.code) \(rule.name) in \(file.path), \(spoken(diagnostic.place)): "
    text += diagnostic.message + "."
    if let label = diagnostic.label { text += " Here: \(label)." }
    for related in diagnostic.related {
      let other = related.place.file === file ? "" : "\(related.place.file.path), "
      text += " See also \(other)\(spoken(related.place)): \(related.message)."
    }
    if let help = diagnostic.help { text += " Help: \(sentence(help))" }
    return text
  }

  /// Lines and columns as words, the last column included.
  private static func spoken(_ place: SourcePlace) -> String {
    let (start, end) = (place.start, place.end)
    if start.line == end.line {
      if end.column <= start.column + 1 { return "line \(start.line), column \(start.column)" }
      return "line \(start.line), columns \(start.column) to \(end.column - 1)"
    }
    // A range that ends at the start of a line ends with the line break before it.
    let last =
      end.column == 1
      ? "the end of line \(end.line - 1)"
      : "line \(end.line), column \(end.column - 1)"
    return "line \(start.line), column \(start.column), to \(last)"
  }
}
