/// Why bytes are not a picture that can be read, or a picture cannot be written.
package struct PNGError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, without a full stop.
  package var reason: String

  package init(_ reason: String) { self.reason = reason }

  package var description: String { reason }
}
