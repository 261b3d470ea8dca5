import Foundation
import PromptSource

/// What the command knows of where its words go.
enum Terminal {
  /// Whether messages go to a person who watches.
  static let messagesAreWatched = isatty(STDERR_FILENO) == 1

  /// Colours for messages: only on a terminal, and never under `NO_COLOR`.
  static let messagePalette: Palette = palette(for: STDERR_FILENO)

  /// Colours for results: only on a terminal, and never under `NO_COLOR`.
  static let resultPalette: Palette = palette(for: STDOUT_FILENO)

  private static func palette(for descriptor: Int32) -> Palette {
    let environment = ProcessInfo.processInfo.environment
    let refused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return isatty(descriptor) == 1 && !refused && environment["TERM"] != "dumb" ? .ansi : .plain
  }
}

/// Prints a message to stderr.
func printMessage(_ text: String) {
  FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// Prints a result to stdout, whole; `text` ends in a line break.
func printResult(_ text: String) throws(CommandFailure) {
  do {
    try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  } catch {
    throw CommandFailure("cannot write to standard output: \(error.localizedDescription)")
  }
}
