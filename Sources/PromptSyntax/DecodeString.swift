/// What is wrong with one escape of a string.
struct EscapeProblem {
  var start: Int
  var end: Int
  var message: String
  var help: String
}

/// The text between the quotes of a string: `\"`, `\\`, `\n`, `\t` and `\u{…}` decoded. An escape that
/// means nothing stays as written and is named among the problems.
/// Grammar: character, visible, escape
func decodeString(
  _ utf8: [UInt8], from start: Int, to end: Int
) -> (text: String, problems: [EscapeProblem]) {
  let backslash = UInt8(ascii: "\\")
  guard utf8[start..<end].contains(backslash) else {
    return (String(decoding: utf8[start..<end], as: UTF8.self), [])
  }
  var decoded: [UInt8] = []
  var problems: [EscapeProblem] = []
  var offset = start
  while offset < end {
    guard utf8[offset] == backslash else {
      decoded.append(utf8[offset])
      offset += 1
      continue
    }
    let escape = offset
    let letter = offset + 1 < end ? utf8[offset + 1] : 0
    offset = min(offset + 2, end)
    switch letter {
    case UInt8(ascii: "\""), backslash: decoded.append(letter)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"):
      let (scalar, length) = unicodeEscape(utf8, from: offset, to: end)
      offset += length
      if let scalar {
        decoded.append(contentsOf: Array(String(scalar).utf8))
      } else {
        decoded.append(contentsOf: utf8[escape..<offset])
        problems.append(
          EscapeProblem(
            start: escape, end: offset, message: "names no Unicode character",
            help: #"write the number of the character in hexadecimal, as in `\u{E9}`"#))
      }
    default:
      // The whole character behind the backslash, not its first byte.
      while offset < end, utf8[offset] & 0xC0 == 0x80 { offset += 1 }
      decoded.append(contentsOf: utf8[escape..<offset])
      problems.append(
        EscapeProblem(
          start: escape, end: offset, message: "means nothing in a string",
          help: #"strings know `\"`, `\\`, `\n`, `\t` and `\u{…}`; a backslash itself is `\\`"#))
    }
  }
  return (String(decoding: decoded, as: UTF8.self), problems)
}

/// The scalar of `{…}` with one to six hexadecimal digits, and the bytes read.
private func unicodeEscape(
  _ utf8: [UInt8], from start: Int, to end: Int
) -> (scalar: Unicode.Scalar?, length: Int) {
  guard start < end, utf8[start] == UInt8(ascii: "{") else { return (nil, 0) }
  var value: UInt32 = 0
  var offset = start + 1
  while offset < end, offset - start <= 6,
    let digit = Character(Unicode.Scalar(utf8[offset])).hexDigitValue
  {
    value = value * 16 + UInt32(digit)
    offset += 1
  }
  guard offset < end, utf8[offset] == UInt8(ascii: "}"), offset > start + 1 else {
    let isClosed = offset < end && utf8[offset] == UInt8(ascii: "}")
    return (nil, offset - start + (isClosed ? 1 : 0))
  }
  return (Unicode.Scalar(value), offset + 1 - start)
}
