/// One source line made ready for a terminal, with the cells of the ranges marked in it.
///
/// Tabs become spaces up to the next multiple of four, characters that would disturb a terminal
/// become U+FFFD, and a line wider than ``maximumWidth`` is cut to a window around the first range.
struct SourceLine {
  static let maximumWidth = 160

  let text: String
  /// For each marked range its first cell and the cell just past it; always at least one apart.
  let marked: [Range<Int>]

  /// - Parameter ranges: at least one; several only in lines that are shown whole.
  init(_ file: SourceFile, line: Int, marking ranges: [TextRange]) {
    let whole = file.range(ofLine: line)
    let lineRange = ranges.first.map { Self.nearby(whole, of: $0, in: file) } ?? whole
    var cells: [(text: String, width: Int)] = []
    var width = 0
    var starts = [Int?](repeating: nil, count: ranges.count)
    var ends = starts
    var offset = lineRange.start
    for piece in file.text(lineRange).flatMap(Self.drawn) {
      let next = offset + piece.bytes
      for (index, range) in ranges.enumerated() {
        // A range that starts or ends inside a character marks the whole of it.
        if next > range.start, starts[index] == nil { starts[index] = width }
        if offset >= range.end, ends[index] == nil { ends[index] = width }
      }
      let spaces = 4 - width % 4
      let isTab = piece.text == "\t"
      cells.append(
        isTab ? (String(repeating: " ", count: spaces), spaces) : (piece.text, piece.width))
      width += isTab ? spaces : piece.width
      offset = next
    }
    let marks = ranges.indices.map { index in
      let start = starts[index] ?? width
      return start..<max(start + 1, ends[index] ?? width)
    }
    guard width > Self.maximumWidth, let first = marks.first else {
      (text, marked) = (cells.map(\.text).joined(), marks)
      return
    }
    let cut = Self.window(cells, width: width, marked: first)
    (text, marked) = (cut.0, [cut.1])
  }

  /// A character as it can be printed: whole, or, where it holds something that would disturb a
  /// terminal, scalar by scalar. Joiners stay, and so do the tags of a flag.
  private static func drawn(_ character: Character) -> [(text: String, bytes: Int, width: Int)] {
    let scalars = character.unicodeScalars
    let isFlag = scalars.first?.value == 0x1F3F4
    func mayStay(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.value {
      case 0x09: true
      case 0x200C, 0x200D: scalars.count > 1
      case 0xE0020...0xE007F: isFlag
      default: !isDisturbing(scalar)
      }
    }
    if scalars.allSatisfy(mayStay) {
      return [(String(character), character.utf8.count, displayWidth(of: character))]
    }
    return scalars.map {
      mayStay($0)
        ? (String($0), UTF8.width($0), displayWidth(of: $0)) : ("\u{FFFD}", UTF8.width($0), 1)
    }
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
