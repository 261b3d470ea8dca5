/// Replaces character references by the rules of HTML 5, also those without a semicolon, as Python's
/// `html.unescape` does. References that the result contains stay.
func unescapedHTML(_ codes: [UInt32]) -> [UInt32] {
  guard codes.contains(UInt32(ascii: "&")) else { return codes }
  var result: [UInt32] = []
  result.reserveCapacity(codes.count)
  var index = 0
  while index < codes.count {
    if codes[index] == UInt32(ascii: "&"), let reference = reference(codes, at: index + 1) {
      result += reference.codes
      index = reference.end
    } else {
      result.append(codes[index])
      index += 1
    }
  }
  return result
}

/// The characters of the reference whose `&` stands before `start`, and where it ends; nil for none.
private func reference(_ codes: [UInt32], at start: Int) -> (codes: [UInt32], end: Int)? {
  if start < codes.count, codes[start] == UInt32(ascii: "#") {
    return numericReference(codes, at: start + 1)
  }
  var end = start
  while end < codes.count, end - start < 32, !endsName(codes[end]) { end += 1 }
  guard end > start else { return nil }
  let name = codes[start..<end]
  let hasSemicolon = end < codes.count && codes[end] == UInt32(ascii: ";")
  if let known = HTMLEntities.codes(named: name, bare: !hasSemicolon) {
    return (known, hasSemicolon ? end + 1 : end)
  }
  let limit = name.count + (hasSemicolon ? 1 : 0)
  guard let prefix = HTMLEntities.longestBarePrefix(of: name, below: limit) else { return nil }
  return (prefix.codes, start + prefix.length)
}

private func endsName(_ code: UInt32) -> Bool {
  switch code {
  case 0x09, 0x0A, 0x0C, 0x20, UInt32(ascii: "<"), UInt32(ascii: "&"), UInt32(ascii: "#"),
    UInt32(ascii: ";"):
    true
  default: false
  }
}

private func numericReference(_ codes: [UInt32], at start: Int) -> (codes: [UInt32], end: Int)? {
  let isHexadecimal = start < codes.count && codes[start] | 0x20 == UInt32(ascii: "x")
  var end = isHexadecimal ? start + 1 : start
  let digits = end
  var number: UInt32 = 0
  while end < codes.count, let digit = digitValue(codes[end], hexadecimal: isHexadecimal) {
    number = min(number * (isHexadecimal ? 16 : 10) + digit, 0x110000)
    end += 1
  }
  guard end > digits else { return nil }
  if end < codes.count, codes[end] == UInt32(ascii: ";") { end += 1 }
  return (referencedCodes(number), end)
}

/// The value of a digit of a numeric reference.
func digitValue(_ code: UInt32, hexadecimal: Bool) -> UInt32? {
  if code.isASCIIDigit { return code - 0x30 }
  guard hexadecimal, code.isASCIILetter, code | 0x20 <= UInt32(ascii: "f") else { return nil }
  return (code | 0x20) - 0x61 + 10
}

/// What the numeric reference to a code point stands for: HTML 5 reads the controls of ISO 8859-1 as
/// Windows-1252, and drops what must not occur in a document.
func referencedCodes(_ number: UInt32) -> [UInt32] {
  switch number {
  case 0: return [0xFFFD]
  case 0x0D: return [0x0D]
  case 0x80...0x9F: return [windows1252(number)]
  case 0xD800...0xDFFF, 0x110000...: return [0xFFFD]
  case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0xFDD0...0xFDEF: return []
  default: return number & 0xFFFE == 0xFFFE ? [] : [number]
  }
}

/// The character that Windows-1252 has at a byte from 0x80 to 0x9F; the byte itself where it has none.
func windows1252(_ byte: UInt32) -> UInt32 {
  let table: InlineArray<32, UInt16> = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC,
    0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]
  return UInt32(table[Int(byte - 0x80)])
}
