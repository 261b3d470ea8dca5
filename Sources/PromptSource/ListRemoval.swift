extension SourceFile {
  /// The change that takes an entry out of a list, with its comma, or with its line where it is an
  /// entry `- text` of its own; nil where it is not clear what belongs to it.
  package func removal(ofListEntry range: TextRange) -> Fix.Edit? {
    func isBlank(_ offset: Int) -> Bool { utf8[offset] == 0x20 || utf8[offset] == 0x09 }
    var before = range.start
    while before > 0, isBlank(before - 1) { before -= 1 }
    if before > 0, utf8[before - 1] == UInt8(ascii: ",") {
      return Fix.Edit(TextRange(before - 1, range.end), "")
    }
    var after = range.end
    while after < utf8.count, isBlank(after) { after += 1 }
    if after < utf8.count, utf8[after] == UInt8(ascii: ",") {
      after += 1
      while after < utf8.count, isBlank(after) { after += 1 }
      return Fix.Edit(TextRange(range.start, after), "")
    }
    let endsLine = after == utf8.count || utf8[after] == 0x0A || utf8[after] == 0x0D
    guard endsLine, before > 0, before < range.start, utf8[before - 1] == UInt8(ascii: "-") else {
      return nil
    }
    var start = before - 1
    while start > 0, isBlank(start - 1) { start -= 1 }
    guard start == 0 || utf8[start - 1] == 0x0A || utf8[start - 1] == 0x0D else { return nil }
    if after < utf8.count, utf8[after] == 0x0D { after += 1 }
    if after < utf8.count, utf8[after] == 0x0A { after += 1 }
    return Fix.Edit(TextRange(start, after), "")
  }

  /// The change that takes out the line on which nothing else stands; nil where something does.
  package func removal(ofLine range: TextRange) -> Fix.Edit? {
    func isBlank(_ offset: Int) -> Bool { utf8[offset] == 0x20 || utf8[offset] == 0x09 }
    func isBreak(_ offset: Int) -> Bool { utf8[offset] == 0x0A || utf8[offset] == 0x0D }
    var (start, end) = (range.start, range.end)
    while start > 0, isBlank(start - 1) { start -= 1 }
    while end < utf8.count, isBlank(end) { end += 1 }
    guard start == 0 || isBreak(start - 1), end == utf8.count || isBreak(end) else { return nil }
    if end < utf8.count, utf8[end] == 0x0D { end += 1 }
    if end < utf8.count, utf8[end] == 0x0A { end += 1 }
    return Fix.Edit(TextRange(start, end), "")
  }
}
