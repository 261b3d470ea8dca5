/// Why a text is not the JSON it should be.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The offset of the offending byte from the start of the text.
  package var byte: Int
  /// What is wrong there, without a full stop.
  package var reason: String

  package init(byte: Int, reason: String) {
    self.byte = byte
    self.reason = reason
  }

  package var description: String { "byte \(byte): \(reason)" }
}
