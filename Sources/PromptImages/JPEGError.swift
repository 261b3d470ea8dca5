/// Why a JPEG picture cannot be read.
package struct JPEGError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong and what to do, without a full stop.
  package var reason: String

  package var description: String { reason }
}
