/// Text to token ids, as one of the reference tokenizers does it.
package struct Tokenizer: Sendable {
  /// Whose rules hold.
  package enum Mode: String, Hashable, Sendable, CaseIterable {
    /// open_clip's `SimpleTokenizer`.
    case openCLIP = "open_clip"
    /// OpenAI's `clip.tokenize`; differs in how special tokens are spelt.
    case openAI = "openai"
    /// `transformers.CLIPTokenizer` 5: no cleaning beyond normal form C.
    case huggingFace = "hf"
    /// `transformers.BertTokenizer`.
    case wordPiece = "wordpiece"
  }

  package let mode: Mode
  /// The token that starts every text: 49406 of CLIP, 101 of BERT.
  package let startID: Int32
  /// The token that ends every text: 49407 of CLIP, 102 of BERT.
  package let endID: Int32

  let rules: Rules

  enum Rules: Sendable {
    /// Clean, lower-case, split; the pattern knows the special tokens.
    case cleaned(BytePairVocabulary, WordPattern)
    /// Cut at added tokens, normalise, split.
    case huggingFace(BytePairVocabulary, WordPattern, AddedTokens)
    case wordPiece(WordPieceVocabulary, BertText, AddedTokens)
  }

  /// The ids of a text between the start and the end token; neither cut nor padded.
  package func tokenize(_ text: String) -> [Int32] {
    var ids = [startID]
    var symbols: [Int32] = []
    forEachPiece(of: text) { piece in
      switch (piece, rules) {
      case (.special(let id, _), _): ids.append(id)
      case (.word(let word), .cleaned(let vocabulary, _)),
        (.word(let word), .huggingFace(let vocabulary, _, _)):
        vocabulary.appendSymbols(of: word, to: &symbols)
        vocabulary.pairs.mergeSymbols(&symbols)
        ids += symbols
        symbols.removeAll(keepingCapacity: true)
      case (.word(let word), .wordPiece(let vocabulary, _, _)):
        vocabulary.appendIDs(of: word, to: &ids)
      }
    }
    ids.append(endID)
    return ids
  }

  /// The special tokens that a text spells out, in order: each becomes one id, as if it did not stand for
  /// its characters.
  package func specialTokens(in text: String) -> [String] {
    var spellings: [String] = []
    forEachPiece(of: text) { if case .special(_, let spelling) = $0 { spellings.append(spelling) } }
    return spellings
  }

  private func forEachPiece(of text: String, _ body: (Piece) -> Void) {
    let codes = codePoints(text)
    switch rules {
    case .cleaned(_, let pattern):
      pattern.forEachPiece(of: lowered(cleaned(codes)), body)
    case .huggingFace(_, let pattern, let added):
      forEachPart(of: codes, added, normalize: { loweredEach(composed(Array($0))) }) { part in
        switch part {
        case .token(let token):
          body(.special(token.id, spelling: PromptTokenizer.text(token.spelling)))
        case .text(let codes): pattern.forEachPiece(of: Array(codes), body)
        }
      }
    case .wordPiece(_, let bertText, let added):
      forEachPart(of: codes, added, normalize: bertText.normalized) { part in
        switch part {
        case .token(let token):
          body(.special(token.id, spelling: PromptTokenizer.text(token.spelling)))
        case .text(let codes): BertText.forEachWord(of: Array(codes)) { body(.word($0)) }
        }
      }
    }
  }

  /// Cuts a text at the added tokens, first in the raw text, then in the normalised rest.
  private func forEachPart(
    of codes: [UInt32], _ added: AddedTokens, normalize: (ArraySlice<UInt32>) -> [UInt32],
    _ body: (AddedTokens.Part) -> Void
  ) {
    for part in added.parts(of: codes[...], normalized: false) {
      guard case .text(let text) = part else {
        body(part)
        continue
      }
      for part in added.parts(of: normalize(text)[...], normalized: true) { body(part) }
    }
  }
}
