import PromptJSON

/// Tokens that Hugging Face's tokenizers find in a text before anything else looks at it.
struct AddedTokens: Sendable {
  struct Token: Hashable, Sendable {
    var spelling: [UInt32]
    var id: Int32
    /// Whether the token is looked for in the normalised text rather than in the raw one.
    var isNormalized: Bool
  }

  /// Tokens by their first character, the longest first.
  private var raw: [UInt32: [Token]] = [:]
  private var normalized: [UInt32: [Token]] = [:]
  private(set) var all: [Token] = []

  init(_ tokens: [Token]) {
    all = tokens.sorted { ($0.id, $0.spelling.count) < ($1.id, $1.spelling.count) }
    for token in tokens.sorted(by: { $0.spelling.count > $1.spelling.count }) {
      guard let first = token.spelling.first else { continue }
      if token.isNormalized {
        normalized[first, default: []].append(token)
      } else {
        raw[first, default: []].append(token)
      }
    }
  }

  /// A stretch of text or a token.
  enum Part {
    case text(ArraySlice<UInt32>)
    case token(Token)
  }

  /// Cuts a text at its tokens, the leftmost first, the longest of those that start at one place.
  func parts(of codes: ArraySlice<UInt32>, normalized isNormalized: Bool) -> [Part] {
    let tokens = isNormalized ? normalized : raw
    if tokens.isEmpty { return [.text(codes)] }
    var parts: [Part] = []
    var start = codes.startIndex
    var index = start
    while index < codes.endIndex {
      if let token = tokens[codes[index]]?.first(where: {
        codes[index...].starts(with: $0.spelling)
      }) {
        if start < index { parts.append(.text(codes[start..<index])) }
        parts.append(.token(token))
        index += token.spelling.count
        start = index
      } else {
        index += 1
      }
    }
    if start < codes.endIndex { parts.append(.text(codes[start...])) }
    return parts
  }
}
