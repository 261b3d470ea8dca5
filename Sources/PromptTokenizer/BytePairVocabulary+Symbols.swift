extension BytePairVocabulary {
  /// Appends a word's symbols before any merge: its bytes, the last one marked as the end.
  func appendSymbols(of word: ArraySlice<UInt32>, to symbols: inout [Int32]) {
    let bytesOfSymbols = ByteSpelling.symbols
    for code in word {
      if code < 0x80 {
        symbols.append(bytesOfSymbols[Int(code)])
      } else {
        var bytes: [UInt8] = []
        appendUTF8(code, to: &bytes)
        for byte in bytes { symbols.append(bytesOfSymbols[Int(byte)]) }
      }
    }
    if let last = symbols.indices.last { symbols[last] += 256 }
  }
}
