/// How byte-pair vocabularies write a byte as a character: printable bytes of ISO 8859-1 as themselves,
/// the other 68 as U+0100 and on.
enum ByteSpelling {
  /// Every byte in the order of its token.
  static let bytes: [UInt8] = printable + (0...255).filter { !printable.contains($0) }

  /// The token of a byte within a word.
  static let symbols: [Int32] = {
    var symbols = [Int32](repeating: 0, count: 256)
    for (symbol, byte) in bytes.enumerated() { symbols[Int(byte)] = Int32(symbol) }
    return symbols
  }()

  /// The UTF-8 of the character that stands for a byte.
  static func spelling(_ byte: UInt8) -> [UInt8] {
    var spelling: [UInt8] = []
    appendUTF8(characters[Int(byte)], to: &spelling)
    return spelling
  }

  /// The byte that a character stands for.
  static func byte(_ character: Unicode.Scalar) -> UInt8? { byteOfCharacter[character.value] }

  private static let printable: [UInt8] =
    Array(0x21...0x7E) + Array(0xA1...0xAC) + Array(0xAE...0xFF)

  private static let characters: [UInt32] = {
    var characters = [UInt32](repeating: 0, count: 256)
    for (symbol, byte) in bytes.enumerated() {
      characters[Int(byte)] =
        symbol < printable.count ? UInt32(byte) : UInt32(0x100 + symbol - printable.count)
    }
    return characters
  }()

  private static let byteOfCharacter: [UInt32: UInt8] =
    .init(uniqueKeysWithValues: bytes.map { (characters[Int($0)], $0) })
}
