extension Tokenizer {
  /// A readable text of ids, words separated by a space; what is no token becomes U+FFFD.
  package func decode(_ ids: ArraySlice<Int32>) -> String {
    var bytes: [UInt8] = []
    for id in ids { append(id, to: &bytes) }
    while bytes.last == 0x20 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func append(_ id: Int32, to bytes: inout [UInt8]) {
    switch rules {
    case .cleaned(let vocabulary, let pattern):
      if let special = pattern.specials.first(where: { $0.id == id }) {
        bytes += Array(text(special.spelling).utf8) + [0x20]
      } else {
        append(id, of: vocabulary, to: &bytes)
      }
    case .huggingFace(let vocabulary, _, let added):
      if id >= vocabulary.startID, let token = added.all.first(where: { $0.id == id }) {
        bytes += Array(text(token.spelling).utf8) + [0x20]
      } else {
        append(id, of: vocabulary, to: &bytes)
      }
    case .wordPiece(let vocabulary, _, let added):
      if id >= 0, Int(id) < vocabulary.tokens.count {
        let token = vocabulary.tokens[Int(id)]
        if token.starts(with: "##".utf8), token.count > 2, !bytes.isEmpty {
          bytes += token.dropFirst(2)
        } else {
          if !bytes.isEmpty { bytes.append(0x20) }
          bytes += token
        }
      } else {
        let token = added.all.first { $0.id == id }
        if !bytes.isEmpty { bytes.append(0x20) }
        bytes += Array((token.map { text($0.spelling) } ?? "\u{FFFD}").utf8)
      }
    }
  }

  private func append(_ id: Int32, of vocabulary: BytePairVocabulary, to bytes: inout [UInt8]) {
    guard id >= 0, Int(id) < vocabulary.tokens.count else {
      bytes += Array("\u{FFFD} ".utf8)
      return
    }
    let token = vocabulary.tokens[Int(id)]
    let endsWord = token.count > 4 && token.suffix(4).elementsEqual("</w>".utf8)
    for character in String(decoding: endsWord ? token.dropLast(4) : token, as: UTF8.self)
      .unicodeScalars
    { if let byte = ByteSpelling.byte(character) { bytes.append(byte) } }
    if endsWord { bytes.append(0x20) }
  }
}
