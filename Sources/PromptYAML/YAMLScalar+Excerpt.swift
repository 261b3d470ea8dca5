import PromptSource
import PromptSyntax

extension YAMLScalar {
  /// The value with the place of each byte: exact where the scalar stands on one line, else the whole
  /// scalar for every byte.
  func excerpt(in file: SourceFile) -> Excerpt {
    let value = Array(value.utf8)
    switch style {
    case .plain:
      let source = file.utf8[range.start..<range.end]
      if source.elementsEqual(value) { return Excerpt(value, in: file, from: range.start) }
    case .singleQuoted, .doubleQuoted:
      if let offsets = offsets(of: value, in: file.utf8) {
        return Excerpt(value, in: file, offsets: offsets)
      }
    case .block: break
    }
    return Excerpt(value, in: file, all: range)
  }

  /// Walks quoted source and value side by side; nil where they part, as at folded lines.
  private func offsets(of value: [UInt8], in utf8: [UInt8]) -> [Int]? {
    guard range.end - range.start >= 2 else { return nil }
    var source = range.start + 1
    let end = range.end - 1
    var offsets: [Int] = []
    offsets.reserveCapacity(value.count + 1)
    while offsets.count < value.count {
      guard source < end else { return nil }
      let byte = utf8[source]
      let next = utf8[source + 1]
      if style == .singleQuoted, byte == UInt8(ascii: "'") {
        guard value[offsets.count] == byte else { return nil }
        offsets.append(source)
        source += 2
      } else if style == .doubleQuoted, byte == UInt8(ascii: "\\") {
        let digits =
          switch next {
          case UInt8(ascii: "x"): 2
          case UInt8(ascii: "u"): 4
          case UInt8(ascii: "U"): 8
          default: 0
          }
        // An escaped line break leaves nothing in the value.
        if next == 0x0A || next == 0x0D { return nil }
        // One escape is one character of the value.
        var width = 1
        let first = offsets.count
        while first + width < value.count, value[first + width] & 0xC0 == 0x80 { width += 1 }
        offsets += Array(repeating: source, count: width)
        source += 2 + digits
      } else {
        guard value[offsets.count] == byte else { return nil }
        offsets.append(source)
        source += 1
      }
    }
    guard source == end else { return nil }
    offsets.append(end)
    return offsets
  }
}
