/// Why a text is not the JSON it should be.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The offset of the offending byte from the start of the text.
  public var byte: Int
  /// What is wrong there, without a full stop.
  public var reason: String

  public init(byte: Int, reason: String) {
    self.byte = byte
    self.reason = reason
  }

  public var description: String { "byte \(byte): \(reason)" }
}
