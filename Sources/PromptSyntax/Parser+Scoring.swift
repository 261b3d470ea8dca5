import PromptSource

extension Parser {
  /// `scoring { KEY VALUE … }`
  /// Grammar: scoring
  mutating func parseScoring() {
    let keyword = reader.range(current)
    advance()
    declared.insert(.otherSetParts)
    let isOnly = isFirst(.scoring, at: keyword)
    if nextLineOpensBlock { skipLineEnds() }
    guard current.kind == .openBrace else {
      reader.report(
        .missingBrace, "`scoring` has no `{`",
        restOfLine.isEmpty ? keyword : reader.range(current),
        help: "write `scoring { temperature 0.01 }`")
      return skipDeclaration()
    }
    let open = reader.range(current)
    advance()
    var entries: [ScoringDeclaration.Entry] = []
    while true {
      switch current.kind {
      case .lineEnd: advance()
      case .closeBrace:
        let range = keyword.union(reader.range(current))
        advance()
        if isOnly { document.scoring = ScoringDeclaration(entries: entries, range: range) }
        return
      case .word where !startsNextDeclaration:
        if let entry = parseScoringEntry() { entries.append(entry) }
      case .end, .word:
        reportUnclosedBrace(open)
        if current.kind == .word { position -= 1 }
        if isOnly { document.scoring = ScoringDeclaration(entries: entries, range: keyword) }
        return
      default:
        let token = current
        advance()
        // A comma or `=` between keys and values is one mistake however often it is made.
        guard !isPunctuationReported(token) else { continue }
        reader.report(
          .unexpectedText, "\(quoted(reader.source(token))) cannot stand in `scoring`",
          reader.range(token), help: "write keys and values parted by blanks: `temperature 0.01`")
      }
    }
  }

  /// Whether the line at the cursor belongs behind the block, which is then unclosed. `ood` is a key, too.
  private var startsNextDeclaration: Bool {
    guard isFirstOfLine, startsDeclaration(at: position) else { return false }
    guard reader.isWord(current, "ood") else { return token(1).kind != .equals }
    return token(1).isText && token(2).kind != .lineEnd
      && restOfLine.contains { $0.kind == .equals }
  }

  private func isPunctuationReported(_ token: Token) -> Bool {
    guard let last = reader.diagnostics.last, last.rule == .unexpectedText else { return false }
    return last.message == "\(quoted(reader.source(token))) cannot stand in `scoring`"
  }

  /// At the key.
  /// Grammar: scoring-entry
  private mutating func parseScoringEntry() -> ScoringDeclaration.Entry? {
    var key = reader.text(current)
    advance()
    if current.kind == .equals || (key.value.hasSuffix(":") && current.isText) {
      let isColon = current.kind != .equals
      let place =
        isColon ? TextRange(key.range.end - 1, key.range.end) : reader.range(current)
      reader.report(
        .unexpectedText, "`\(isColon ? ":" : "=")` cannot stand in `scoring`", place,
        help: "write keys and values parted by blanks: `temperature 0.01`")
      if isColon {
        key = Located(
          String(key.value.dropLast()), at: TextRange(key.range.start, key.range.end - 1))
      } else {
        advance()
      }
    }
    guard current.isText else {
      reader.report(
        .missingValue, "\(quoted(key.value)) has no value", key.range,
        help: "write the value behind the key, on the same line")
      return nil
    }
    if let decimal = takeDecimalComma() {
      return ScoringDeclaration.Entry(key: key, value: decimal)
    }
    let value = withoutSemicolon(current) ?? reader.text(current)
    advance()
    return ScoringDeclaration.Entry(key: key, value: value)
  }

  /// `0.01` of `0.01;`, which is reported once; nil for anything else.
  private mutating func withoutSemicolon(_ token: Token) -> Located<String>? {
    let sign = UInt8(ascii: ";")
    guard token.kind == .word, token.end - token.start > 1, file.utf8[token.end - 1] == sign else {
      return nil
    }
    let range = reader.excerpt.range(token.end - 1, token.end)
    let message = "`;` cannot stand in `scoring`"
    if reader.diagnostics.last?.message != message {
      reader.report(
        .unexpectedText, message, range,
        help: "write keys and values parted by blanks: `temperature 0.01`",
        fix: Fix("remove it", [.init(range, "")]))
    }
    return Located(
      reader.excerpt.text(token.start, token.end - 1),
      at: reader.excerpt.range(token.start, token.end - 1))
  }

  /// `0,05` at the cursor, which is reported; nil for anything else.
  private mutating func takeDecimalComma() -> Located<String>? {
    let digits = [current, token(2)]
    guard token(1).kind == .comma, token(1).start == current.end, token(2).start == token(1).end,
      digits.allSatisfy({ token in
        token.kind == .word && reader.source(token).utf8.allSatisfy { (0x30...0x39).contains($0) }
      })
    else { return nil }
    let comma = reader.range(token(1))
    let range = reader.range(current).union(reader.range(token(2)))
    let number = digits.map(reader.source).joined(separator: ".")
    reader.report(
      .unexpectedText, "a number has a point, not a comma", range, help: "write `\(number)`",
      fix: Fix("write a point", [.init(comma, ".")]))
    position += 3
    return Located(number, at: range)
  }
}
