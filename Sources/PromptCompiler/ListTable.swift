internal import PromptSource

/// The lines of a list as rows of cells, which tabs part.
struct ListTable {
  struct Row {
    /// The line without the blanks at its ends.
    var range: TextRange
    /// Without the blanks around them; the last is not empty.
    var cells: [TextRange]
  }

  let file: SourceFile
  /// The lines that start with `#`.
  var comments: [Row] = []
  var rows: [Row] = []

  /// - Parameter lines: those that hold more than blanks, without the blanks at their ends.
  init(_ file: SourceFile, lines: [TextRange]) {
    self.file = file
    for range in lines {
      if file.utf8[range.start] == UInt8(ascii: "#") {
        comments.append(Row(range: range, cells: cells(TextRange(range.start + 1, range.end))))
      } else {
        // A tab in front of a line leaves its first cell empty.
        var start = range.start
        while start > 0, [0x20, 0x09].contains(file.utf8[start - 1]) { start -= 1 }
        rows.append(Row(range: range, cells: cells(TextRange(start, range.end))))
      }
    }
  }

  /// Whether tabs do more than indent the list.
  var hasColumns: Bool {
    rows.contains { file.utf8[$0.range.start..<$0.range.end].contains(0x09) }
  }

  var width: Int { rows.map(\.cells.count).max() ?? 0 }

  /// A cell's range; nil where the row is shorter or the cell empty.
  func cell(_ column: Int, of row: Row) -> TextRange? {
    row.cells.indices.contains(column) && !row.cells[column].isEmpty ? row.cells[column] : nil
  }

  func text(_ column: Int, of row: Row) -> String? { cell(column, of: row).map(file.text) }

  private func cells(_ line: TextRange) -> [TextRange] {
    var cells: [TextRange] = []
    var start = line.start
    for end in line.start...line.end
    where end == line.end || file.utf8[end] == 0x09 {
      var cell = TextRange(start, end)
      while cell.end > cell.start, file.utf8[cell.end - 1] == 0x20 { cell.end -= 1 }
      while cell.end > cell.start, file.utf8[cell.start] == 0x20 { cell.start += 1 }
      cells.append(cell)
      start = end + 1
    }
    return cells
  }
}
