/// Draws findings for people: the message, the source line, a caret under the text, and the help.
package struct DiagnosticRenderer: Sendable {
  private let palette: Palette

  package init(palette: Palette = .plain) { self.palette = palette }

  /// One finding as several lines, ending in a line break.
  package func render(_ diagnostic: Diagnostic) -> String {
    let rule = diagnostic.rule
    let colour = palette.colour(of: rule.level)
    let lines = [diagnostic.place] + diagnostic.related.map(\.place)
    let gutter = lines.map { String($0.start.line).count }.max() ?? 1

    var text = colour + rule.level.rawValue + "[" + rule.code + " " + rule.name + "]"
    text += palette.reset + palette.bold + ": " + diagnostic.message + palette.reset + "\n"
    text += excerpt(
      diagnostic.place, label: diagnostic.label, arrow: "-->", mark: "^", colour: colour,
      gutter: gutter)
    for related in diagnostic.related {
      text += excerpt(
        related.place, label: related.message, arrow: ":::", mark: "-", colour: palette.note,
        gutter: gutter)
    }
    if let help = diagnostic.help {
      text += String(repeating: " ", count: gutter + 1)
      text += palette.gutter + "= " + palette.reset + palette.bold + "help: " + palette.reset
      text += help + "\n"
    }
    return text
  }

  private func excerpt(
    _ place: SourcePlace, label: String?, arrow: String, mark: String, colour: String, gutter: Int
  ) -> String {
    let start = place.start
    let line = SourceLine(place.file, line: start.line, marking: place.range)
    let margin = String(repeating: " ", count: gutter)
    let number = String(start.line)
    let bar = palette.gutter + "|" + palette.reset

    var text = margin + palette.gutter + arrow + palette.reset
    text += " \(place.file.path):\(start.line):\(start.column)\n"
    text += margin + " " + bar + "\n"
    text += palette.gutter + String(repeating: " ", count: gutter - number.count) + number
    text += palette.reset + " " + bar + " " + line.text + "\n"
    text += margin + " " + bar + " " + String(repeating: " ", count: line.marked.lowerBound)
    text += colour + String(repeating: mark, count: line.marked.count)
    if let label { text += " " + label }
    return text + palette.reset + "\n"
  }
}
