extension Tokenizer {
  /// The vocabulary in one form, whatever files it was read from: its SHA-256 is the vocabulary's digest.
  ///
  /// A line names the kind and its settings, then a line for each merge or token in order, then a line for
  /// each added token.
  package var vocabularyBytes: [UInt8] {
    switch rules {
    case .cleaned(let vocabulary, _):
      return Array("byte-pairs\n".utf8) + vocabulary.mergeLines
    case .huggingFace(let vocabulary, _, let added):
      return Array("byte-pairs\n".utf8) + vocabulary.mergeLines + lines(of: added)
    case .wordPiece(let vocabulary, let settings, let added):
      let stripsAccents = settings.stripsAccents ?? settings.lowersCase
      var bytes = Array(
        ("word-pieces lower-case=\(settings.lowersCase) strip-accents=\(stripsAccents) "
          + "separate-ideographs=\(settings.separatesIdeographs)\n").utf8)
      for number in 0..<vocabulary.tokens.count {
        bytes += vocabulary.tokens[number]
        bytes.append(0x0A)
      }
      return bytes + lines(of: added)
    }
  }

  private func lines(of added: AddedTokens) -> [UInt8] {
    var bytes: [UInt8] = []
    for token in added.all {
      let kind = token.isNormalized ? "normalized" : "raw"
      bytes += Array("added \(token.id) \(kind) \(text(token.spelling))\n".utf8)
    }
    return bytes
  }
}
