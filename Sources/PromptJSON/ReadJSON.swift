/// Reads one JSON text (RFC 8259), strictly: valid UTF-8, no repeated key in an object, no lone
/// surrogate, nothing but white space around the value.
///
/// - Parameters:
///   - bytes: the whole text.
///   - maximumDepth: how deep arrays and objects may nest.
/// - Throws: ``JSONError`` with the offset of the first offending byte.
package func readJSON(_ bytes: [UInt8], maximumDepth: Int = 64) throws(JSONError) -> JSONValue {
  var reader = JSONReader(bytes: bytes, maximumDepth: maximumDepth)
  return try reader.wholeText()
}

private struct JSONReader {
  let bytes: [UInt8]
  let maximumDepth: Int
  var offset = 0

  mutating func wholeText() throws(JSONError) -> JSONValue {
    skipWhiteSpace()
    let value = try value(depth: 0)
    skipWhiteSpace()
    if offset < bytes.count { throw problem("text after the value") }
    return value
  }

  private func problem(_ reason: String, at byte: Int? = nil) -> JSONError {
    JSONError(byte: byte ?? offset, reason: reason)
  }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipWhiteSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard let byte = next else { throw problem("the text ends where a value should be") }
    switch byte {
    case UInt8(ascii: "{"): return try object(depth: depth + 1)
    case UInt8(ascii: "["): return try array(depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw problem("no value starts with byte 0x" + String(byte, radix: 16))
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    guard bytes[offset...].starts(with: word.utf8) else { throw problem("unknown word") }
    offset += word.utf8.count
    return value
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = offset
    if next == UInt8(ascii: "-") { offset += 1 }
    let leadingZero = next == UInt8(ascii: "0")
    let whole = try digits()
    if leadingZero, whole > 1 { throw problem("a number with a leading zero", at: start) }
    if next == UInt8(ascii: ".") {
      offset += 1
      _ = try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      offset += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
      _ = try digits()
    }
    return .number(String(decoding: bytes[start..<offset], as: UTF8.self))
  }

  /// At least one digit; how many there were.
  private mutating func digits() throws(JSONError) -> Int {
    let start = offset
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { offset += 1 }
    if offset == start { throw problem("a digit is missing") }
    return offset - start
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
    if depth > maximumDepth { throw problem("nested more than \(maximumDepth) deep") }
    offset += 1
    var elements: [JSONValue] = []
    skipWhiteSpace()
    if next == UInt8(ascii: "]") {
      offset += 1
      return .array([])
    }
    while true {
      skipWhiteSpace()
      elements.append(try value(depth: depth))
      skipWhiteSpace()
      switch next {
      case UInt8(ascii: ","): offset += 1
      case UInt8(ascii: "]"):
        offset += 1
        return .array(elements)
      default: throw problem("`,` or `]` is missing in an array")
      }
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
    if depth > maximumDepth { throw problem("nested more than \(maximumDepth) deep") }
    offset += 1
    var members: [JSONValue.Member] = []
    var seen = KeySet()
    skipWhiteSpace()
    if next == UInt8(ascii: "}") {
      offset += 1
      return .object([])
    }
    while true {
      skipWhiteSpace()
      guard next == UInt8(ascii: "\"") else { throw problem("a key is missing in an object") }
      let start = offset
      let key = try string()
      if seen.hasSeen(key), members.contains(where: { $0.key.utf8.elementsEqual(key.utf8) }) {
        throw problem("the key \"\(key)\" is there twice", at: start)
      }
      skipWhiteSpace()
      guard next == UInt8(ascii: ":") else { throw problem("`:` is missing after a key") }
      offset += 1
      skipWhiteSpace()
      members.append(.init(key, try value(depth: depth)))
      skipWhiteSpace()
      switch next {
      case UInt8(ascii: ","): offset += 1
      case UInt8(ascii: "}"):
        offset += 1
        return .object(members)
      default: throw problem("`,` or `}` is missing in an object")
      }
    }
  }

  private mutating func string() throws(JSONError) -> String {
    let start = offset
    offset += 1
    var runStart = offset
    var text = ""
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        text += try run(from: runStart)
        offset += 1
        return text
      case UInt8(ascii: "\\"):
        text += try run(from: runStart)
        text.unicodeScalars.append(try escape())
        runStart = offset
      case 0x00..<0x20: throw problem("a control character inside a string")
      default: offset += 1
      }
    }
    throw problem("a string without an end", at: start)
  }

  private func run(from start: Int) throws(JSONError) -> String {
    guard let text = String(validating: bytes[start..<offset], as: UTF8.self) else {
      throw problem("a string that is not UTF-8", at: start)
    }
    return text
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = offset
    offset += 2
    guard offset <= bytes.count else { throw problem("a string without an end", at: start) }
    switch bytes[offset - 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let unit = try codeUnit()
      if let scalar = Unicode.Scalar(unit) { return scalar }
      guard unit < 0xDC00, bytes[offset...].starts(with: "\\u".utf8) else {
        throw problem("half of a surrogate pair", at: start)
      }
      offset += 2
      let low = try codeUnit()
      guard low >= 0xDC00, low < 0xE000,
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      else { throw problem("half of a surrogate pair", at: start) }
      return scalar
    default: throw problem("an unknown escape", at: start)
    }
  }

  /// The four hexadecimal digits of `\uXXXX`.
  private mutating func codeUnit() throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw problem("a hexadecimal digit is missing")
      }
      unit = unit << 4 | UInt32(digit)
      offset += 1
    }
    return unit
  }
}
