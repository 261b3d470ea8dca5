internal import TensorFiles

/// Why a bank cannot be read, trusted or written.
public struct BankError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file as it was named by the caller.
  public var path: String
  /// The tensor that is wrong; nil where it is the file or its metadata.
  public var tensor: String?
  /// What is wrong, without a full stop.
  public var reason: String

  /// Makes an error about a bank.
  public init(path: String, tensor: String? = nil, reason: String) {
    self.path = path
    self.tensor = tensor
    self.reason = reason
  }

  init(_ error: TensorFileError) {
    switch error.place {
    case .file: self.init(path: error.path, reason: error.reason)
    case .byte(let byte): self.init(path: error.path, reason: "byte \(byte): \(error.reason)")
    case .tensor(let name): self.init(path: error.path, tensor: name, reason: error.reason)
    }
  }

  /// The file, the tensor and the reason on one line.
  public var description: String {
    tensor.map { "\(path): tensor `\($0)`: \(reason)" } ?? "\(path): \(reason)"
  }
}
