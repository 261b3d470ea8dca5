package import PromptSource

/// The lines of a formatted file while they are built, with the file's comments woven in.
///
/// - A comment at the end of a line stays at the end of the line that the text before it went to, and
///   the line ends there; every other comment keeps a line of its own.
/// - One blank line stays where the author left one or more, except where a block opens or closes.
/// - Comments at the ends of neighbouring lines are aligned, two blanks behind the longest of them.
package struct LayoutLines {
  /// The longest line that a list is allowed to make, in columns.
  package static let maximumWidth = 100
  /// Comments are not moved beyond this column only to be aligned.
  private static let commentColumn = 72

  private struct Line {
    var indentation: Int
    var text = ""
    var comment: String?
  }

  private let file: SourceFile
  private var comments: ArraySlice<CommentDeclaration>
  private var lines: [Line] = []
  /// The columns of the last line.
  package private(set) var width = 0
  /// Where the last text or comment that was taken ended in the file.
  private var lastEnd = 0
  /// Whether the last line opened a block.
  private var opensBlock = true

  package init(_ file: SourceFile, comments: [CommentDeclaration]) {
    self.file = file
    self.comments = comments[...]
  }

  /// Whether a comment that has not been taken stands before an offset.
  package func hasComment(before offset: Int) -> Bool {
    comments.first.map { $0.range.start < offset } ?? false
  }

  /// Whether nothing more can stand on the last line, because it ends in a comment.
  package var isClosed: Bool {
    lines.last.map { $0.comment != nil || $0.text.hasPrefix("#") } ?? true
  }

  /// Takes the comments before an offset: the first behind the last line where it stood behind text, the
  /// others on lines of their own.
  package mutating func takeComments(
    before offset: Int, indentation: Int, keepsBlankLines: Bool = true
  ) {
    while let comment = comments.first, comment.range.start < offset {
      _ = comments.popFirst()
      if comment.isTrailing, let last = lines.last, last.comment == nil, !last.text.isEmpty,
        !last.text.hasPrefix("#")
      {
        lines[lines.count - 1].comment = comment.text
      } else {
        startLine(at: comment.range.start, indentation: indentation, keepsBlank: keepsBlankLines)
        append(comment.text)
        opensBlock = false
      }
      lastEnd = max(lastEnd, comment.range.end)
    }
  }

  /// Starts a line for text that stands at an offset of the file.
  package mutating func startLine(at offset: Int, indentation: Int, keepsBlank: Bool = true) {
    if keepsBlank, !opensBlock, !lines.isEmpty, file.hasBlankLine(between: lastEnd, and: offset) {
      lines.append(Line(indentation: 0))
    }
    lines.append(Line(indentation: indentation))
    width = indentation
    opensBlock = false
  }

  package mutating func append(_ text: String) {
    if lines.isEmpty { lines.append(Line(indentation: 0)) }
    lines[lines.count - 1].text += text
    width += columns(of: text)
  }

  /// Says that the text up to an offset of the file has been taken.
  package mutating func advance(to offset: Int) { lastEnd = max(lastEnd, offset) }

  /// Says that the last line opens a block, which starts without a blank line.
  package mutating func openBlock() { opensBlock = true }

  /// The text with the rest of the comments; ends in one line break.
  package mutating func finish(indentation: Int = 0) -> String {
    takeComments(before: .max, indentation: indentation)
    var text = ""
    var index = 0
    while index < lines.count {
      var next = index
      while next < lines.count, lines[next].comment != nil { next += 1 }
      if next == index {
        text += rendered(lines[index]) + "\n"
        index += 1
        continue
      }
      let widths = lines[index..<next].map { columns(of: rendered($0)) }
      let column = widths.filter { $0 < Self.commentColumn }.max() ?? 0
      for (line, width) in zip(lines[index..<next], widths) {
        text += rendered(line) + String(repeating: " ", count: max(2, column + 2 - width))
        text += (line.comment ?? "") + "\n"
      }
      index = next
    }
    return text
  }

  private func rendered(_ line: Line) -> String {
    line.text.isEmpty ? "" : String(repeating: " ", count: line.indentation) + line.text
  }
}

/// The columns of a text on a terminal.
package func columns(of text: String) -> Int {
  text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    ? text.utf8.count : text.unicodeScalars.reduce(0) { $0 + displayWidth(of: $1) }
}
