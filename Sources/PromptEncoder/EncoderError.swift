internal import PromptJSON
internal import PromptTokenizer
internal import TensorFiles

/// Why a text encoder cannot be loaded, or a prompt not be encoded.
package struct EncoderError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file or folder.
  package var path: String
  package var place: Place
  /// What is wrong there, without a full stop.
  package var reason: String

  package enum Place: Hashable, Sendable {
    case file
    /// The key of a configuration, as `text_config.hidden_act`.
    case key(String)
    case tensor(String)
    /// The index of a prompt among those to encode, from 0.
    case prompt(Int)
    /// Whatever a file's own reader says, as `byte 12`.
    case other(String)
  }

  package init(_ path: String, _ place: Place, _ reason: String) {
    self.path = path
    self.place = place
    self.reason = reason
  }

  package init(_ path: String, _ reason: String) { self.init(path, .file, reason) }

  init(_ error: TensorFileError) {
    path = error.path
    reason = error.reason
    place =
      switch error.place {
      case .file: .file
      case .byte(let byte): .other("byte \(byte)")
      case .tensor(let name): .tensor(name)
      }
  }

  init(_ error: TokenizerError) {
    path = error.path
    reason = error.reason
    place =
      switch error.place {
      case .file: .file
      case .byte(let byte): .other("byte \(byte)")
      case .line(let line): .other("line \(line)")
      }
  }

  init(_ path: String, _ error: JSONError) {
    self.init(path, .other("byte \(error.byte)"), error.reason)
  }

  package var description: String {
    switch place {
    case .file: "\(path): \(reason)"
    case .key(let key): "\(path): key `\(key)`: \(reason)"
    case .tensor(let name): "\(path): tensor `\(name)`: \(reason)"
    case .prompt(let index): "\(path): prompt \(index + 1): \(reason)"
    case .other(let place): "\(path): \(place): \(reason)"
    }
  }
}
