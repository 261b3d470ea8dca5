internal import PromptJSON
internal import PromptSource

/// Where the strings, numbers and words of a sound JSON text stand, one after the other, keys among them.
struct JSONPlaces {
  private let utf8: [UInt8]
  private var offset = 0

  init(_ utf8: [UInt8]) { self.utf8 = utf8 }

  /// Where the next one starts, without going on.
  var start: TextRange {
    var copy = self
    return TextRange(at: copy.next().start)
  }

  /// The next one, with its quotes.
  mutating func next() -> TextRange {
    while offset < utf8.count, Self.isBetween(utf8[offset]) { offset += 1 }
    let start = offset
    guard offset < utf8.count else { return TextRange(at: start) }
    let quote = UInt8(ascii: "\"")
    if utf8[offset] == quote {
      offset += 1
      while offset < utf8.count, utf8[offset] != quote {
        offset += utf8[offset] == UInt8(ascii: "\\") ? 2 : 1
      }
      offset = min(offset + 1, utf8.count)
    } else {
      while offset < utf8.count, !Self.isBetween(utf8[offset]) { offset += 1 }
    }
    return TextRange(start, offset)
  }

  mutating func skip(_ member: JSONValue.Member) {
    _ = next()
    skip(member.value)
  }

  mutating func skip(_ value: JSONValue) {
    switch value {
    case .array(let items): for item in items { skip(item) }
    case .object(let members): for member in members { skip(member) }
    case .null, .bool, .number, .string: _ = next()
    }
  }

  private static func isBetween(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
      true
    default: false
    }
  }
}
