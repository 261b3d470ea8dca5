import PromptSource

/// Reads words and strings out of tokens, and reports what is wrong with them once they are used.
/// Tokens that are skipped after another mistake stay silent.
struct PhraseReader {
  let excerpt: Excerpt
  let mode: Lexer.Mode
  var diagnostics: [Diagnostic] = []

  init(_ excerpt: Excerpt, mode: Lexer.Mode) {
    self.excerpt = excerpt
    self.mode = mode
  }

  mutating func report(
    _ rule: Rule, _ message: String, _ range: TextRange, label: String? = nil,
    related: [Diagnostic.Related] = [], help: String? = nil, fix: Fix? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        rule, message, at: SourcePlace(excerpt.file, range), label: label, related: related,
        help: help, fix: fix))
  }

  /// Help to quote a concept or a text, which in YAML stands inside quotes of YAML's own.
  func quoteIt(_ what: StaticString, where condition: String) -> String {
    mode == .file
      ? "quote the \(what) where \(condition)"
      : "write the \(what) as `'\"…\"'` where \(condition)"
  }

  func range(_ token: Token) -> TextRange { excerpt.range(token.start, token.end) }
  func range(_ tokens: ArraySlice<Token>) -> TextRange {
    excerpt.range(tokens[tokens.startIndex].start, tokens[tokens.endIndex - 1].end)
  }
  /// The token as written.
  func source(_ token: Token) -> String { excerpt.text(token.start, token.end) }
  func source(_ tokens: ArraySlice<Token>) -> String {
    excerpt.text(tokens[tokens.startIndex].start, tokens[tokens.endIndex - 1].end)
  }

  /// Whether the token is this word, unquoted.
  func isWord(_ token: Token, _ word: StaticString) -> Bool {
    token.kind == .word && token.end - token.start == word.utf8CodeUnitCount
      && source(token) == word.description
  }

  /// The text of a word or a string.
  mutating func text(_ token: Token) -> Located<String> {
    guard token.isString else { return phrase([token]).text }
    var inner = token.end
    if token.kind == .string {
      inner -= 1
    } else {
      // Blanks before the end of the line are hardly meant.
      while inner > token.start + 1, [0x20, 0x09].contains(excerpt.utf8[inner - 1]) { inner -= 1 }
      report(
        .unclosedString, "the string is never closed",
        excerpt.range(token.start, inner), label: "opened here",
        help: "end it with `\"` on the same line; a quote inside a string is written `\\\"`")
    }
    let (text, problems) = decodeString(excerpt.utf8, from: token.start + 1, to: inner)
    for problem in problems {
      report(
        .unknownEscape,
        "\(quoted(excerpt.text(problem.start, problem.end))) \(problem.message)",
        excerpt.range(problem.start, problem.end), help: problem.help)
    }
    return Located(text, at: range(token))
  }

  /// The text of words side by side, parted by single spaces whatever stands between them; and whether
  /// it was found sound.
  mutating func phrase(_ words: ArraySlice<Token>) -> (text: Located<String>, isSound: Bool) {
    let range = range(words)
    let first = words[words.startIndex]
    let last = words[words.endIndex - 1]
    let mended = mode == .file ? problem(in: words) : nil
    if let mended { return (Located(mended, at: range), false) }
    // The usual case: the words stand in the source as they should.
    if zip(words, words.dropFirst()).allSatisfy({
      $1.start == $0.end + 1 && excerpt.utf8[$0.end] == 0x20
    }) {
      return (Located(excerpt.text(first.start, last.end), at: range), true)
    }
    return (Located(words.map(source).joined(separator: " "), at: range), true)
  }

  /// The text that words hold between `'` and `'`, which is reported; nil for other words.
  mutating func singleQuoted(_ words: ArraySlice<Token>) -> Located<String>? {
    let (range, written) = (range(words), source(words))
    let inner = written.dropFirst().dropLast()
    guard written.utf8.count > 2, written.first == "'", written.last == "'",
      !inner.contains(where: { "'\"\\".contains($0) })
    else { return nil }
    report(
      .wrongQuotationMark, "`'` is not the mark that opens a string",
      TextRange(range.start, range.start + 1), help: "write strings between straight `\"`",
      fix: Fix(
        "write straight quotation marks",
        [
          .init(TextRange(range.start, range.start + 1), "\""),
          .init(TextRange(range.end - 1, range.end), "\""),
        ]))
    return Located(String(inner), at: range)
  }

  /// Reports the first character that cannot stand in a bare phrase; gives the text without it.
  private mutating func problem(in words: ArraySlice<Token>) -> String? {
    let first = words[words.startIndex].start
    for word in words {
      for offset in word.start..<word.end {
        let byte = excerpt.utf8[offset]
        let width: Int
        switch byte {
        case UInt8(ascii: "'") where offset == first: width = 1
        case UInt8(ascii: ";"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "<"),
          UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "`"):
          let character = String(Character(Unicode.Scalar(byte)))
          let help =
            switch character {
            case ";": "part concepts by `,`; " + quoteIt("text", where: "`;` belongs to it")
            case "["
            where offset + 3 <= excerpt.utf8.count
              && excerpt.text(offset, offset + 3) == "[s]":
              "a plural is written `(s)`"
            case "[", "]":
              "a list needs no brackets; " + quoteIt("text", where: "they belong to it")
            default: quoteIt("text", where: "the character belongs to it")
            }
          report(
            .reservedCharacter, "\(quoted(character)) cannot stand outside a string",
            excerpt.range(offset, offset + 1), help: help)
          return words.map { stripped(source($0)) }.joined(separator: " ")
        case 0xC2 where isQuotationMark(offset, 2): width = 2
        case 0xE2 where isQuotationMark(offset, 3): width = 3
        default: continue
        }
        report(
          .wrongQuotationMark,
          "\(quoted(excerpt.text(offset, offset + width))) is not the mark that opens a string",
          excerpt.range(offset, offset + width), help: "write strings between straight `\"`",
          fix: straightQuotes(words))
        return words.map { stripped(source($0)) }.joined(separator: " ")
      }
    }
    return nil
  }

  /// Straight quotes for the curly ones around a whole phrase.
  private func straightQuotes(_ words: ArraySlice<Token>) -> Fix? {
    let (start, end) = (words[words.startIndex].start, words[words.endIndex - 1].end)
    let inner = excerpt.text(start, end).dropFirst().dropLast()
    guard end - start > 6, ["“", "„"].contains(excerpt.text(start, start + 3)),
      ["”", "“"].contains(excerpt.text(end - 3, end)),
      !inner.contains(where: { "“”„\"\\".contains($0) })
    else { return nil }
    return Fix(
      "write straight quotation marks",
      [
        .init(excerpt.range(start, start + 3), "\""), .init(excerpt.range(end - 3, end), "\""),
      ])
  }

  private func isQuotationMark(_ offset: Int, _ width: Int) -> Bool {
    guard offset + width <= excerpt.utf8.count else { return false }
    return ["«", "»", "“", "”", "„", "‘"].contains(excerpt.text(offset, offset + width))
  }

  private func stripped(_ word: String) -> String {
    String(word.filter { !"'«»“”„‘’;[]<>\\`".contains($0) })
  }
}
