/// One source line made ready for a terminal, with the cell of each of its bytes.
///
/// Tabs become spaces up to the next multiple of four, characters that would disturb a terminal
/// become U+FFFD, and a line wider than ``maximumWidth`` is cut to a window around the marked range.
struct SourceLine {
  static let maximumWidth = 160

  let text: String
  /// The first cell of the marked range, and the cell just past it; always at least one apart.
  let marked: Range<Int>

  init(_ file: SourceFile, line: Int, marking range: TextRange) {
    let lineRange = Self.nearby(file.range(ofLine: line), of: range, in: file)
    var cells: [(text: String, width: Int)] = []
    var width = 0
    var markStart: Int?
    var markEnd: Int?
    var offset = lineRange.start
    for scalar in file.text(lineRange).unicodeScalars {
      if offset >= range.start, markStart == nil { markStart = width }
      if offset >= range.end, markEnd == nil { markEnd = width }
      let cell: (String, Int)
      if scalar == "\t" {
        let spaces = 4 - width % 4
        cell = (String(repeating: " ", count: spaces), spaces)
      } else if isDisturbing(scalar) {
        cell = ("\u{FFFD}", 1)
      } else {
        cell = (String(scalar), displayWidth(of: scalar))
      }
      cells.append(cell)
      width += cell.1
      offset += UTF8.width(scalar)
    }
    let start = markStart ?? width
    let end = max(start + 1, markEnd ?? width)
    (text, marked) = Self.window(cells, width: width, marked: start..<end)
  }

  /// The part of a line that can be shown: of a line of megabytes, what lies around the mark.
  private static func nearby(_ line: TextRange, of range: TextRange, in file: SourceFile)
    -> TextRange
  {
    let reach = 4 * maximumWidth
    guard line.end - line.start > 4 * reach else { return line }
    var start = max(line.start, min(range.start, line.end) - reach)
    var end = max(start, min(line.end, range.start + 2 * reach))
    // Never inside a scalar.
    while start > line.start, file.utf8[start] & 0xC0 == 0x80 { start -= 1 }
    while end < line.end, file.utf8[end] & 0xC0 == 0x80 { end += 1 }
    return TextRange(start, end)
  }

  private static func window(
    _ cells: [(text: String, width: Int)], width: Int, marked: Range<Int>
  ) -> (String, Range<Int>) {
    guard width > maximumWidth else { return (cells.map(\.text).joined(), marked) }
    let from = max(0, min(marked.lowerBound - maximumWidth / 3, width - maximumWidth))
    let to = from + maximumWidth
    var text = from > 0 ? "…" : ""
    var position = 0
    var firstShown: Int?
    for cell in cells {
      if position >= from, position + cell.width <= to {
        if firstShown == nil { firstShown = position }
        text += cell.text
      }
      position += cell.width
    }
    if to < width { text += "…" }
    let shift = (firstShown ?? from) - (from > 0 ? 1 : 0)
    let start = marked.lowerBound - shift
    return (text, start..<max(start + 1, min(marked.upperBound, to) - shift))
  }
}
