package import PromptSource

/// Findings about a file's bytes and characters, before anything is parsed.
///
/// - Returns: the findings in source order, and whether the file is one text at all, and not none or
///   two; where it is not, a finding says so and parsing would only repeat it.
package func checkCharacters(
  _ file: SourceFile, spelling: Spelling
) -> (isText: Bool, diagnostics: [Diagnostic]) {
  let utf8 = file.utf8
  guard !file.isTooLarge else {
    let line = file.range(ofLine: 1)
    return (
      false,
      [
        Diagnostic(
          .fileTooLarge, "the file is larger than \(SourceFile.largestSize >> 20) MiB",
          at: SourcePlace(file, TextRange(line.start, line.start)),
          help:
            "a prompt set is text for people: see whether this is the file you meant, or split it")
      ]
    )
  }
  var found: [Diagnostic] = []
  if let offset = file.firstInvalidByte {
    let offset = min(offset, utf8.count)
    let place = SourcePlace(file, TextRange(offset, min(offset + 3, utf8.count)))
    if utf8.contains(0) { return (false, [notText(at: place)]) }
    found.append(
      Diagnostic(
        .notUTF8, "the file is not UTF-8 from here on", at: place,
        help: "save the file as UTF-8; it may be Latin-1 or Windows-1252 now"))
  } else if let offset = utf8.firstIndex(of: 0) {
    let place = SourcePlace(file, TextRange(offset, offset + 1))
    return (false, [notText(at: place)])
  }
  let conflicts = findMergeConflicts(file)
  if !conflicts.isEmpty { return (false, found + conflicts) }
  var offset = utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  while offset < utf8.count {
    let (value, width) = invisibleScalar(utf8, at: offset)
    guard let value else {
      offset += width
      continue
    }
    let start = offset
    offset += width
    // A run of the same character is one mistake.
    while offset < utf8.count, invisibleScalar(utf8, at: offset).value == value { offset += width }
    let number = String(value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
    found.append(
      Diagnostic(
        .invisibleCharacter, "invisible character U+\(padded) (\(name(of: value)))",
        at: SourcePlace(file, TextRange(start, offset)),
        help: "delete it; where a text needs it, write "
          + spelling.say(
            "`\\u{\(number)}` in a quoted string", "`\\u\(padded)` between double quotes"),
        fix: isInvisibleToAll(value)
          ? Fix("delete it", [.init(TextRange(start, offset), "")]) : nil))
  }
  return (true, found)
}

private func notText(at place: SourcePlace) -> Diagnostic {
  Diagnostic(
    .notUTF8, "the file holds NUL bytes, so it is not UTF-8 text", at: place,
    help: "save the file as UTF-8; it may be UTF-16 now, or no text at all")
}

/// The invisible character at an offset, or nil, and the bytes to step over.
private func invisibleScalar(_ utf8: [UInt8], at offset: Int) -> (value: UInt32?, width: Int) {
  let byte = utf8[offset]
  if byte < 0x80 {
    let isControl = (byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D) || byte == 0x7F
    return (isControl ? UInt32(byte) : nil, 1)
  }
  // The only lead bytes of the characters below.
  guard [0xC2, 0xD8, 0xE1, 0xE2, 0xEF, 0xF3].contains(byte) else { return (nil, 1) }
  let width = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  guard offset + width <= utf8.count else { return (nil, 1) }
  var value = UInt32(byte) & (width == 2 ? 0x1F : width == 3 ? 0x0F : 0x07)
  for next in utf8[(offset + 1)..<(offset + width)] { value = value << 6 | UInt32(next & 0x3F) }
  return isInvisible(value) ? (value, width) : (nil, width)
}

/// Whether a character beyond ASCII cannot be seen, or turns the text around it.
package func isInvisible(_ value: UInt32) -> Bool {
  switch value {
  // U+200C and U+200D join or part letters in real words.
  case 0x80...0x9F, 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F,
    0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
    true
  default: false
  }
}

/// Whether a text looks the same without the character: no break, no control, no change of direction.
private func isInvisibleToAll(_ value: UInt32) -> Bool {
  [0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF].contains(value)
}

private func name(of value: UInt32) -> String {
  switch value {
  case 0xAD: "soft hyphen"
  case 0x200B: "zero-width space"
  case 0x200E, 0x200F, 0x61C: "direction mark"
  case 0x2028, 0x2029: "line separator"
  case 0x202A...0x202E, 0x2066...0x2069: "text direction control"
  case 0xFEFF: "byte order mark inside the text"
  case ..<0xA0: "control character"
  default: "format character"
  }
}
