/// The classes of a code point in the patterns of the reference tokenizers.
struct ScalarTraits: OptionSet, Sendable {
  let rawValue: UInt8

  static let letter = Self(rawValue: 1 << 0)
  static let number = Self(rawValue: 1 << 1)
  /// A letter or number that Hugging Face's tokenizers do not know yet.
  static let newer = Self(rawValue: 1 << 2)
  static let punctuation = Self(rawValue: 1 << 3)
  static let removed = Self(rawValue: 1 << 4)
  static let mark = Self(rawValue: 1 << 5)
  /// Unicode's White_Space.
  static let space = Self(rawValue: 1 << 6)
  /// What BERT sets apart as a Chinese character.
  static let ideograph = Self(rawValue: 1 << 7)

  static func of(_ code: UInt32) -> ScalarTraits { table[Int(code)] }

  private static let table: [ScalarTraits] = {
    var table = [ScalarTraits](repeating: [], count: 0x110000)
    func mark(_ range: some Sequence<Int>, _ trait: ScalarTraits) {
      for code in range { table[code].insert(trait) }
    }
    func mark(_ runs: String, _ trait: ScalarTraits) {
      var code = 0
      var isMember = false
      for word in runs.split(whereSeparator: \.isWhitespace) {
        guard let length = Int(word, radix: 36) else { continue }
        if isMember { mark(code..<code + length, trait) }
        code += length
        isMember.toggle()
      }
    }
    mark(ScalarTraitsTable.letters, .letter)
    mark(ScalarTraitsTable.numbers, .number)
    mark(ScalarTraitsTable.newer, .newer)
    mark(ScalarTraitsTable.punctuation, .punctuation)
    mark(ScalarTraitsTable.removed, .removed)
    mark(ScalarTraitsTable.marks, .mark)
    for space in [
      0x09...0x0D, 0x20...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A,
      0x2028...0x2029, 0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
    ] { mark(space, .space) }
    // The blocks BERT's code lists; the gap after U+2B81F is its own.
    for block in [
      0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B81F,
      0x2B920...0x2CEAF, 0x2F800...0x2FA1F,
    ] { mark(block, .ideograph) }
    return table
  }()
}
