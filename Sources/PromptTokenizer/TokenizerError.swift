/// Why a tokenizer cannot be loaded.
package struct TokenizerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in the file.
  package enum Place: Hashable, Sendable {
    case file
    /// An offset from the start of the file.
    case byte(Int)
    /// A line, counted from 1.
    case line(Int)
  }

  package var path: String
  package var place: Place
  /// What is wrong there, without a full stop.
  package var reason: String

  package init(_ path: String, _ place: Place = .file, _ reason: String) {
    self.path = path
    self.place = place
    self.reason = reason
  }

  package var description: String {
    switch place {
    case .file: "\(path): \(reason)"
    case .byte(let byte): "\(path), byte \(byte): \(reason)"
    case .line(let line): "\(path), line \(line): \(reason)"
    }
  }
}
