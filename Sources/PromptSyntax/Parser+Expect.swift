import PromptSource

extension Parser {
  private static let nearestExample = "expect \"a tram in the street\" is train"
  private static let similarityExample = "expect similarity(truck, caravan) < 0.97"

  /// `expect TEXT is [ood] NAME`, `expect similarity(A, B) < NUMBER`
  /// Grammar: expect
  mutating func parseExpect() {
    let start = current
    advance()
    declared.insert(.otherSetParts)
    if reader.isWord(current, "similarity"), token(1).kind != .openParenthesis,
      restOfLine.contains(where: { ["<", ">"].contains(reader.source($0).prefix(1)) })
    {
      reader.report(
        .unexpectedText, "`similarity` has no parentheses", reader.range(current),
        help: "write `\(Self.similarityExample)`")
      return skipToLineEnd()
    }
    let claim =
      reader.isWord(current, "similarity") && token(1).kind == .openParenthesis
      ? parseSimilarity() : parseNearest(start)
    guard let claim else { return skipToLineEnd() }
    document.expectations.append(
      ExpectDeclaration(
        claim, range: reader.range(start).union(reader.range(tokens[position - 1]))))
  }

  /// Grammar: nearest
  private mutating func parseNearest(_ start: Token) -> ExpectDeclaration.Claim? {
    let text: Located<String>
    if current.isString {
      text = reader.text(current)
      advance()
    } else {
      let words = restOfLine.prefix { !reader.isWord($0, "is") && !$0.isString }
      guard !words.isEmpty else {
        reader.report(
          .missingValue, "`expect` has no text", reader.range(start),
          help: "write `\(Self.nearestExample)` or `\(Self.similarityExample)`")
        return nil
      }
      position = words.endIndex
      if let quoted = reader.singleQuoted(words) {
        text = quoted
      } else {
        text = Located(reader.source(words), at: reader.range(words))
        let written = quoted("expect \"" + text.value + "\" is NAME")
        reader.report(
          .unquotedName, "the text of an expectation needs quotes", text.range,
          help: "write \(written)")
      }
    }
    guard reader.isWord(current, "is") else {
      reader.report(
        .missingValue, "the expectation does not say what the text is",
        restOfLine.isEmpty ? text.range : reader.range(current),
        help: "write `\(Self.nearestExample)`, or `is ood NAME` for an ood entry")
      return nil
    }
    let word = reader.range(current)
    advance()
    // A class may be called ood.
    let isOOD = reader.isWord(current, "ood") && token(1).isText
    if isOOD { advance() }
    if !isOOD, reader.isWord(current, "class"), token(1).isText {
      let word = reader.excerpt.range(current.start, token(1).start)
      reader.report(
        .unexpectedText, "`class` does not stand behind `is`", reader.range(current),
        help: "write \(quoted("is \(reader.source(token(1)))"))",
        fix: Fix("remove it", [.init(word, "")]))
      advance()
    }
    guard let name = parseName() else {
      reader.report(
        .missingName, "no class is named behind `is`", word, help: "write `\(Self.nearestExample)`")
      return nil
    }
    if text.value.allSatisfy(\.isWhitespace) {
      reader.report(
        .missingValue, "the text of the expectation is empty", text.range,
        help: "write a text that the class should win")
      return nil
    }
    return checked(name, of: isOOD ? "the ood entry" : "the class")
      .map { .nearest(text: text, target: .init(name: $0, isOOD: isOOD)) }
  }

  /// At `similarity`.
  /// Grammar: similarity
  private mutating func parseSimilarity() -> ExpectDeclaration.Claim? {
    advance()
    let open = reader.range(current)
    advance()
    guard let first = parseOperand() else { return nil }
    guard current.kind == .comma else {
      return reportOperand("a similarity is of two names or texts, parted by a comma")
    }
    advance()
    guard let second = parseOperand() else { return nil }
    guard current.kind == .closeParenthesis else {
      if restOfLine.allSatisfy({ $0.kind != .closeParenthesis }) {
        reader.report(
          .unclosedParenthesis, "the parenthesis is never closed", open, label: "opened here",
          help: "write `\(Self.similarityExample)`")
        return nil
      }
      return reportOperand("a similarity is of two names or texts, not more")
    }
    advance()
    return parseBound().map { .similarity(first, second, $0) }
  }

  private mutating func reportOperand(_ message: String) -> ExpectDeclaration.Claim? {
    let place = restOfLine.isEmpty ? tokens[position - 1] : current
    reader.report(
      .unexpectedText, message, reader.range(place), help: "write `\(Self.similarityExample)`")
    return nil
  }

  /// A name of one or more words, or a text in quotes.
  /// Grammar: operand
  private mutating func parseOperand() -> ExpectDeclaration.Operand? {
    if current.isString {
      let text = reader.text(current)
      advance()
      if text.value.allSatisfy(\.isWhitespace) {
        reader.report(
          .missingValue, "the text is empty", text.range, help: "write a text, or a name")
        return nil
      }
      return .init(text, isText: true)
    }
    let words = tokens[position...].prefix { $0.kind == .word }
    guard !words.isEmpty else {
      reader.report(
        .missingName, "a name or a text is missing", reader.range(tokens[position - 1]),
        help: "write `\(Self.similarityExample)`, with names of classes or ood entries, "
          + "or texts in quotes")
      return nil
    }
    position = words.endIndex
    return .init(reader.phrase(words).text, isText: false)
  }

  /// `< NUMBER` or `> NUMBER`; the blank between may be left out.
  /// Grammar: bound
  private mutating func parseBound() -> ExpectDeclaration.Bound? {
    let help = "write `< 0.97` or `> 0.5`: similarities are cosines, from -1 to 1"
    let sign = current
    let written = sign.kind == .word ? reader.source(sign) : ""
    guard let first = written.first, first == "<" || first == ">" else {
      reader.report(
        .missingValue, "the similarity has no bound",
        reader.range(restOfLine.isEmpty ? tokens[position - 1] : sign), help: help)
      return nil
    }
    advance()
    let isUpper = first == "<"
    if written.utf8.count > 1 {
      let range = reader.excerpt.range(sign.start + 1, sign.end)
      return .init(isUpper: isUpper, limit: Located(String(written.dropFirst()), at: range))
    }
    if current.kind == .equals {
      reader.report(
        .unexpectedText, "`\(first)=` is no bound", reader.range(sign).union(reader.range(current)),
        help: "write `\(first)` alone: cosines are hardly ever equal to a bound")
      advance()
    }
    guard current.kind == .word else {
      reader.report(
        .missingValue, "no number stands behind `\(first)`", reader.range(sign), help: help)
      return nil
    }
    let limit = Located(reader.source(current), at: reader.range(current))
    advance()
    return .init(isUpper: isUpper, limit: limit)
  }
}
