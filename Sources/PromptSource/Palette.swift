/// The colours of a rendering: decoration only, every word is there without them.
package struct Palette: Sendable {
  package var error, warning, note, gutter, bold, reset: String

  /// No colour: files, pipes, `NO_COLOR`.
  package static let plain = Palette(
    error: "", warning: "", note: "", gutter: "", bold: "", reset: "")

  /// The sixteen-colour sequences that every terminal knows.
  package static let ansi = Palette(
    error: "\u{1B}[1;31m", warning: "\u{1B}[1;33m", note: "\u{1B}[1;36m", gutter: "\u{1B}[34m",
    bold: "\u{1B}[1m", reset: "\u{1B}[0m")

  package func colour(of level: Rule.Level) -> String {
    switch level {
    case .error: error
    case .warning: warning
    case .note: note
    }
  }
}
