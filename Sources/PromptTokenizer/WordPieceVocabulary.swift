/// BERT's vocabulary of words and `##` continuations.
struct WordPieceVocabulary: Sendable {
  private(set) var tokens: ByteStringTable
  let unknownID: Int32

  /// Longer words, in characters, are unknown.
  private static let longestWord = 100

  /// - Returns: nil where the unknown token is not among the tokens.
  init?(tokens: ByteStringTable, unknown: String) {
    guard let number = tokens.number(of: Array(unknown.utf8)[...]) else { return nil }
    self.tokens = tokens
    unknownID = Int32(truncatingIfNeeded: number)
  }

  /// The id of a whole token.
  func id(_ token: String) -> Int32? {
    tokens.number(of: Array(token.utf8)[...]).map { Int32(truncatingIfNeeded: $0) }
  }

  /// Appends the ids of a word: the longest token that starts it, the longest continuation, and so on; the
  /// unknown token where a rest starts with none.
  func appendIDs(of word: ArraySlice<UInt32>, to ids: inout [Int32]) {
    guard word.count <= Self.longestWord else {
      ids.append(unknownID)
      return
    }
    var text = Array("##".utf8)
    for code in word { appendUTF8(code, to: &text) }
    let kept = ids.count
    var start = 2
    while start < text.count {
      if start > 2 { (text[start - 2], text[start - 1]) = (0x23, 0x23) }
      guard let (number, end) = longestToken(text[(start > 2 ? start - 2 : start)...], after: start)
      else {
        ids.removeSubrange(kept...)
        ids.append(unknownID)
        return
      }
      ids.append(Int32(truncatingIfNeeded: number))
      start = end
    }
  }

  /// The longest token that starts the text and reaches beyond `start`; its number and its end.
  private func longestToken(_ text: ArraySlice<UInt8>, after start: Int) -> (number: Int, end: Int)?
  {
    var hash = ByteStringTable.Hash()
    var hashes: [(end: Int, hash: ByteStringTable.Hash)] = []
    hashes.reserveCapacity(text.count)
    for index in text.indices {
      hash.add(text[index])
      if index >= start { hashes.append((index + 1, hash)) }
    }
    for (end, hash) in hashes.reversed() {
      if let number = tokens.number(of: text[text.startIndex..<end], hash) { return (number, end) }
    }
    return nil
  }
}
