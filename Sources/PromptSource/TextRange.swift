/// A half-open range of UTF-8 offsets in one source file.
package struct TextRange: Hashable, Sendable {
  /// The offset of the first byte.
  package var start: Int
  /// The offset just past the last byte; never below `start`.
  package var end: Int

  package init(_ start: Int, _ end: Int) {
    precondition(start <= end, "a text range runs forwards")
    self.start = start
    self.end = end
  }

  /// The empty range at one offset.
  package init(at offset: Int) { self.init(offset, offset) }

  package var isEmpty: Bool { start == end }

  /// The smallest range that covers both.
  package func union(_ other: TextRange) -> TextRange {
    TextRange(min(start, other.start), max(end, other.end))
  }
}
