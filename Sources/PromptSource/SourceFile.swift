/// One source text as it was given, with its line table.
///
/// A class, so that every tree node and diagnostic can refer to its file at no cost; it never changes.
package final class SourceFile: Sendable {
  /// The path as given by whoever asked for the file; `<stdin>` for standard input.
  package let path: String
  /// The text; bytes that are not UTF-8 have become U+FFFD.
  package let utf8: [UInt8]
  /// The offset of the first byte that is not UTF-8, or nil.
  package let firstInvalidByte: Int?
  /// Whether the file was larger than ``largestSize``; then `utf8` holds no more than its first lines.
  package let isTooLarge: Bool
  /// The offset at which each line starts; the first is 0.
  package let lineStarts: [Int]
  /// The number of scalars before each multiple of ``checkpointDistance``, so that a column on a very
  /// long line is found without counting the whole line.
  private let scalarsBefore: [Int]

  private static let checkpointDistance = 1024

  /// The largest file that is taken in, in bytes: 16 MiB, some 700,000 concepts. Words that people
  /// wrote and review stay far below; what is above is another file by mistake, or an attack.
  package static let largestSize = 16 << 20

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    isTooLarge = bytes.count > Self.largestSize
    let bytes = isTooLarge ? Array(bytes.prefix(Self.checkpointDistance)) : bytes
    // Of a file that was cut short, the last scalar may be.
    let (utf8, firstInvalidByte) = repairedUTF8(bytes)
    self.utf8 = utf8
    self.firstInvalidByte = isTooLarge ? nil : firstInvalidByte
    var starts = [0]
    var scalars = 0
    var checkpoints: [Int] = []
    for offset in utf8.indices {
      let byte = utf8[offset]
      if offset % Self.checkpointDistance == 0 { checkpoints.append(scalars) }
      if byte & 0xC0 != 0x80 { scalars += 1 }
      // "\n" and "\r\n" end a line, and so does a "\r" alone.
      let carriageReturnAlone =
        byte == 0x0D && !(offset + 1 < utf8.count && utf8[offset + 1] == 0x0A)
      if byte == 0x0A || carriageReturnAlone { starts.append(offset + 1) }
    }
    lineStarts = starts
    scalarsBefore = checkpoints + [scalars]
  }

  package convenience init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// The offset of the first byte of some bytes that is not UTF-8, or nil.
  package static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
    repairedUTF8(bytes).firstInvalidByte
  }

  /// The text of a range; the whole text when no range is given.
  package func text(_ range: TextRange? = nil) -> String {
    guard let range else { return String(decoding: utf8, as: UTF8.self) }
    return String(decoding: utf8[range.start..<range.end], as: UTF8.self)
  }

  /// The line and column of an offset; an offset past the end is the end.
  package func position(of offset: Int) -> SourcePosition {
    let offset = min(max(offset, 0), utf8.count)
    let line = lineIndex(of: offset)
    let scalars = scalarCount(before: offset) - scalarCount(before: lineStarts[line])
    return SourcePosition(line: line + 1, column: scalars + 1)
  }

  private func scalarCount(before offset: Int) -> Int {
    let checkpoint = offset / Self.checkpointDistance
    // The closing entry stands for the end, which need not be a multiple of the distance.
    if offset == utf8.count { return scalarsBefore[scalarsBefore.count - 1] }
    let rest = utf8[(checkpoint * Self.checkpointDistance)..<offset]
    return scalarsBefore[checkpoint] + rest.count { $0 & 0xC0 != 0x80 }
  }

  /// The range of a line (counted from 1) without its line break.
  package func range(ofLine line: Int) -> TextRange {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] : utf8.count
    while end > start, utf8[end - 1] == 0x0A || utf8[end - 1] == 0x0D { end -= 1 }
    return TextRange(start, end)
  }

  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

/// Replaces every byte that is not part of UTF-8 by U+FFFD and says where the first one was.
private func repairedUTF8(_ bytes: [UInt8]) -> (utf8: [UInt8], firstInvalidByte: Int?) {
  if String(validating: bytes, as: UTF8.self) != nil { return (bytes, nil) }
  let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
  // Up to the first repair both agree.
  let first = zip(bytes, repaired).enumerated().first { $0.element.0 != $0.element.1 }?.offset
  return (repaired, first ?? min(bytes.count, repaired.count))
}
