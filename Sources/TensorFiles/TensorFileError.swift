/// Why a tensor file cannot be read or written.
public struct TensorFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file as it was named by the caller.
  public var path: String
  /// Where it is wrong.
  public var place: Place
  /// What is wrong there, without a full stop.
  public var reason: String

  /// Where in the file.
  public enum Place: Hashable, Sendable {
    /// The file as a whole.
    case file
    /// An offset from the start of the file.
    case byte(Int)
    /// The name of a tensor.
    case tensor(String)
  }

  /// Makes an error about a file.
  public init(path: String, place: Place = .file, reason: String) {
    self.path = path
    self.place = place
    self.reason = reason
  }

  /// The file, the place and the reason on one line.
  public var description: String {
    switch place {
    case .file: "\(path): \(reason)"
    case .byte(let byte): "\(path): byte \(byte): \(reason)"
    case .tensor(let name): "\(path): tensor `\(name)`: \(reason)"
    }
  }
}
