import PromptSource

extension Parser {
  /// `edition NUMBER`
  /// Grammar: edition
  mutating func parseEdition() {
    let keyword = reader.range(current)
    let isFirstOfFile = declared.isEmpty
    advance()
    declared.insert(.edition)
    let isOnly = isFirst(.edition, at: keyword)
    skipEquals(behind: .edition)
    guard current.isText else {
      return reader.report(
        .missingValue, "`edition` has no number", keyword, help: "write `edition \(newestEdition)`")
    }
    let token = current
    let written = reader.source(token)
    advance()
    guard let number = wholeNumber(written), number > 0 else {
      return reader.report(
        .badNumber, "\(quoted(written)) is not an edition", reader.range(token),
        help: "write `edition \(newestEdition)`")
    }
    if isOnly { document.edition = Located(number, at: reader.range(token)) }
    if number > newestEdition {
      refusal = unsupportedEdition(number, at: SourcePlace(file, reader.range(token)))
    } else if isOnly, !isFirstOfFile {
      reader.report(
        .misplacedDeclaration, "`edition` does not come first", keyword,
        help: "move the line to the top: it says how to read the rest")
    }
  }

  /// `set NAME ["VERSION"]`
  /// Grammar: set
  mutating func parseSet() {
    let keyword = reader.range(current)
    advance()
    declared.insert(.set)
    let isOnly = isFirst(.set, at: keyword)
    skipEquals(behind: .set)
    guard current.isText else {
      return reader.report(
        .missingName, "the set has no name", keyword, help: "write `set NAME \"1.0.0\"`")
    }
    let words = restOfLine.prefix { $0.kind == .word }
    var name: Located<String>
    if current.isString {
      name = reader.text(current)
      advance()
    } else if words.count == 2, isVersion(words[position + 1]) {
      name = reader.phrase(words.prefix(1)).text
      position = words.endIndex - 1
    } else {
      name = takeName(words)
    }
    guard let name = checked(name, of: "the set") else { return skipToLineEnd() }
    var version: Located<String>?
    if tokens[position - 1].isString, current.kind == .word, isVersion(tokens[position - 1]),
      !isVersion(current)
    {
      let token = current
      reader.report(
        .unexpectedText, "the name of the set stands behind its version", reader.range(token),
        help: "write `set \(reader.source(token)) \"\(name.value)\"`")
      advance()
      if isOnly {
        document.set = SetDeclaration(
          name: Located(reader.source(token), at: reader.range(token)), version: name)
      }
      return
    }
    if current.isString {
      version = reader.text(current)
      advance()
    } else if current.kind == .word {
      let token = current
      let written = reader.source(token)
      reader.report(
        .unquotedName, "the version \(quoted(written)) stands without quotes",
        reader.range(token), help: "write `\"\(written)\"`",
        fix: quotes(Located(written, at: reader.range(token))))
      version = Located(written, at: reader.range(token))
      advance()
    }
    if isOnly { document.set = SetDeclaration(name: name, version: version) }
  }

  /// A digit, or `v` and a digit, at the start.
  private func isVersion(_ token: Token) -> Bool {
    let written = reader.source(token)
    let text = token.isString ? written.dropFirst() : written[...]
    let digits = text.hasPrefix("v") ? text.dropFirst() : text
    return digits.first?.isNumber ?? false
  }

  /// `license = MIT`, as settings files have it.
  mutating func skipEquals(behind keyword: Keyword) {
    guard current.kind == .equals else { return }
    reportSign(
      reader.range(current), behind: keyword,
      removing: reader.excerpt.range(current.start, token(1).start))
    advance()
  }

  /// A sign that other languages have between a key and its value.
  mutating func reportSign(_ sign: TextRange, behind keyword: Keyword, removing part: TextRange) {
    reader.report(
      .unexpectedText, "\(quoted(file.text(sign))) cannot stand behind `\(keyword)`", sign,
      help: "a keyword and its text are parted by a blank",
      fix: Fix("remove it", [.init(part, "")]))
  }

  /// Grammar: license
  mutating func parseLicense() {
    let range = reader.range(current)
    let value = parseCredit(.license, example: "license CC-BY-4.0")
    if isFirst(.license, at: range) { document.license = value }
  }

  /// Grammar: source
  mutating func parseSource() {
    let range = reader.range(current)
    let value = parseCredit(.source, example: "source \"where the classes come from\"")
    if isFirst(.source, at: range) { document.source = value }
  }

  /// Grammar: value
  private mutating func parseCredit(_ keyword: Keyword, example: String) -> Located<String>? {
    let range = reader.range(current)
    advance()
    declared.insert(.credits)
    skipEquals(behind: keyword)
    guard current.isText else {
      reader.report(
        .missingValue, "`\(keyword)` has no text", range, help: "write `\(example)`")
      return nil
    }
    let words = restOfLine
    if words.count == 1 || current.isString {
      let value = reader.text(current)
      advance()
      return value
    }
    position = words.endIndex
    if let text = reader.singleQuoted(words) { return text }
    let written = reader.source(words)
    let quotedText = "`\(keyword) \"\(written.replacing("\"", with: "\\\""))\"`"
    let identifier = keyword == .license ? spdxIdentifier(words.map(reader.source)) : nil
    reader.report(
      .unquotedName, "a text of several words needs quotes", reader.range(words),
      help: identifier.map { "write `\(keyword) \($0)`, its SPDX name, or \(quotedText)" }
        ?? "write \(quotedText)",
      fix: quotes(Located(written, at: reader.range(words))))
    return Located(written, at: reader.range(words))
  }

  /// `CC-BY-4.0` for `CC BY 4.0`: how SPDX joins the words of a name that ends with a version; nil for other words.
  private func spdxIdentifier(_ words: [String]) -> String? {
    let parts = words.filter { !["license", "licence", "version"].contains($0.lowercased()) }
    guard parts.count > 1, let version = parts.last, version.first?.isNumber ?? false,
      parts.allSatisfy({ $0.utf8.allSatisfy { isIdentifierByte($0) } })
    else { return nil }
    return parts.joined(separator: "-")
  }

  /// What an SPDX identifier is made of: letters, digits, `-` and `.`.
  private func isIdentifierByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  mutating func skipToLineEnd() { position = restOfLine.endIndex }
}
