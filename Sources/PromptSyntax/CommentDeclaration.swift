package import PromptSource

/// A comment as written: `#` and what follows on its line.
package struct CommentDeclaration: Hashable, Sendable {
  /// From `#` on, without the blanks at its end.
  package var text: String
  package var range: TextRange
  /// Whether something other than blanks stands before it on its line.
  package var isTrailing: Bool

  package init(text: String, range: TextRange, isTrailing: Bool) {
    self.text = text
    self.range = range
    self.isTrailing = isTrailing
  }

  /// - Parameter range: from `#` to the end of the line, in `file`.
  package init(_ range: TextRange, in file: SourceFile) {
    var end = range.end
    while end > range.start + 1, [0x20, 0x09, 0x0D].contains(file.utf8[end - 1]) { end -= 1 }
    var before = range.start
    while before > 0, [0x20, 0x09].contains(file.utf8[before - 1]) { before -= 1 }
    let isMark = before == 3 && file.utf8.starts(with: [0xEF, 0xBB, 0xBF])
    self.range = TextRange(range.start, end)
    text = file.text(self.range)
    isTrailing =
      before > 0 && file.utf8[before - 1] != 0x0A && file.utf8[before - 1] != 0x0D
      && !isMark
  }
}

extension [CommentDeclaration] {
  /// Whether one of these, which are in source order, starts between two offsets.
  package func hasComment(between start: Int, and end: Int) -> Bool {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].range.start < start { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].range.start < end
  }
}
