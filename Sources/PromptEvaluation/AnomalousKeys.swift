/// The distinct scores of all anomalous pixels, as a set of keys.
///
/// One bit a key, in pages of 65,536 that exist where one of their keys does: at most 512 MB, however many
/// pixels there are, and a few MB for scores of one range.
struct AnomalousKeys {
  static let wordsOfPage = 1_024
  /// Of each page, where its words start in ``words``, or -1.
  private(set) var starts = [Int32](repeating: -1, count: 65_536)
  /// Of each page, how many keys it has.
  private var counts = [Int32](repeating: 0, count: 65_536)
  /// The pages' bits.
  private(set) var words: [UInt64] = []

  /// - Parameter keys: sorted or not.
  mutating func insert(_ keys: ArraySlice<UInt32>) {
    for key in keys {
      let page = Int(key >> 16)
      if starts[page] < 0 {
        starts[page] = Int32(words.count / Self.wordsOfPage)
        words.append(contentsOf: repeatElement(0, count: Self.wordsOfPage))
      }
      let word = Int(starts[page]) * Self.wordsOfPage + Int(key >> 6 & 1_023)
      let bit: UInt64 = 1 << UInt64(key & 63)
      if words[word] & bit == 0 { counts[page] += 1 }
      words[word] |= bit
    }
  }

  /// Ranges of pages, from the lowest, that together are all of `pages`, with at most `limit` keys each
  /// where a page has no more.
  func pageRanges(limit: Int, within pages: Range<Int> = 0..<65_536) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var (start, sum) = (pages.lowerBound, 0)
    for page in pages where counts[page] > 0 {
      if sum > 0, sum + Int(counts[page]) > limit {
        ranges.append(start..<page)
        (start, sum) = (page, 0)
      }
      sum += Int(counts[page])
    }
    return ranges + [start..<pages.upperBound]
  }
}
