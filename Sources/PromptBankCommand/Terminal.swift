import FoundationEssentials
import PromptSource
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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

/// Prints a message to stderr. Where nobody can hear it, there is nobody to tell.
func printMessage(_ text: String) { writeToStandardError(text + "\n") }

/// Writes to stderr as it is, without a line break of its own.
func writeToStandardError(_ text: String) {
  _ = try? FileDescriptor.standardError.writeAll(text.utf8)
}

/// Prints a result to stdout, whole; `text` ends in a line break.
func printResult(_ text: String) throws(CommandFailure) {
  do {
    try FileDescriptor.standardOutput.writeAll(text.utf8)
  } catch {
    throw CommandFailure("cannot write to standard output: \(reason(error))")
  }
}

/// What the system said was wrong, without the wrapping of a library.
func reason(_ error: any Error) -> String {
  guard let cause = (error as? CocoaError)?.underlying as? POSIXError else { return "\(error)" }
  return Errno(rawValue: cause.code.rawValue).description
}

/// Ends the process.
func leave(_ status: Int32) -> Never { exit(status) }
