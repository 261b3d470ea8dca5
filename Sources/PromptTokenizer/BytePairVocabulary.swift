/// CLIP's byte-pair vocabulary. The merges alone decide the ids: 0 to 255 the bytes, 256 to 511 the bytes
/// at the end of a word, then a token for each merge, then the start and the end of a text.
struct BytePairVocabulary: Sendable {
  /// The tokens' spellings, bytes as characters and `</w>` at the end of a word.
  private(set) var tokens: ByteStringTable
  private(set) var pairs: PairTable
  /// A line `left right` for each merge.
  private(set) var mergeLines: [UInt8] = []

  /// - Parameter mergeCount: how many merges will be added at most.
  init(mergeCount: Int) {
    tokens = ByteStringTable(capacity: 512 + mergeCount)
    pairs = PairTable(capacity: mergeCount)
    mergeLines.reserveCapacity(12 * mergeCount)
    for suffix in ["", "</w>"] {
      for byte in ByteSpelling.bytes {
        tokens.append(ByteSpelling.spelling(byte) + Array(suffix.utf8))
      }
    }
  }

  var startID: Int32 { Int32(truncatingIfNeeded: tokens.count) }
  var endID: Int32 { startID + 1 }

  /// Adds the next merge; returns what is wrong with it.
  mutating func addMerge(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> String? {
    guard let leftID = tokens.number(of: left) else { return Self.unknown(left) }
    guard let rightID = tokens.number(of: right) else { return Self.unknown(right) }
    let symbol = tokens.count
    if !tokens.appendNew(left, right) {
      return "`\(String(decoding: left + right, as: UTF8.self))` is made a second time"
    }
    pairs.add(
      Int32(truncatingIfNeeded: leftID), Int32(truncatingIfNeeded: rightID),
      merged: Int32(truncatingIfNeeded: symbol))
    mergeLines += left
    mergeLines.append(0x20)
    mergeLines += right
    mergeLines.append(0x0A)
    return nil
  }

  private static func unknown(_ part: ArraySlice<UInt8>) -> String {
    "`\(String(decoding: part, as: UTF8.self))` is merged before anything makes it"
  }
}
