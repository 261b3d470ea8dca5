import PromptSource

extension Parser {
  private static let renumberHelp =
    "write `renumber road 13`: an inherited class, and the id that it has here"

  /// `renumber NAME ID`
  /// Grammar: renumber
  mutating func parseRenumber() {
    var start = reader.range(current)
    advance()
    declared.insert(.otherSetParts)
    if current.kind == .openBrace {
      reader.report(
        .unexpectedText, "`renumber` has no braces", reader.range(current),
        help: "write each class and its id on a line of its own: `renumber road 13`")
      return skipDeclaration()
    }
    skipClassWord()
    var others: [Other] = []
    while true {
      let line = nextClass()
      if let (name, id) = nameAndID(line, behind: start) {
        document.renumberings.append(
          RenumberDeclaration(
            name: name, id: id, range: start.union(name.range).union(id.range)))
      }
      position = line.endIndex
      guard !current.endsDeclaration else { break }
      let end = tokens[position - 1].end
      var comma: TextRange?
      if current.kind == .comma {
        comma = reader.range(current)
        advance()
        let goesOn = token(1).isText && !startsDeclaration(at: position + 1)
        if current.kind == .lineEnd, goesOn { advance() }
      }
      start = reader.range(current)
      others.append(Other(place: comma ?? start, gap: TextRange(end, start.start)))
      if current.endsDeclaration { break }
    }
    guard let first = others.first else { return }
    reader.report(
      .unexpectedText, "each `renumber` takes one class", first.place,
      help: "write each class and its id on a line of its own, with `renumber` before them",
      fix: lines(instead: others))
  }

  /// A further class behind one `renumber`: where it is complained of, and what parts it from the one
  /// before.
  private struct Other {
    var place: TextRange
    var gap: TextRange
  }

  /// The tokens up to a comma or the end of the line; of names and ids in turn without commas, those of
  /// the first.
  private func nextClass() -> ArraySlice<Token> {
    func isID(_ token: Token) -> Bool {
      token.kind == .word && wholeNumber(reader.source(token)) != nil
    }
    // Four tokens show it, so that a long line is not looked through for each class.
    let start = [token(0), token(1), token(2), token(3)]
    if start.enumerated().allSatisfy({ $1.isText && isID($1) == ($0 % 2 == 1) }) {
      return tokens[position..<(position + 2)]
    }
    return tokens[position...].prefix { !$0.endsDeclaration && $0.kind != .comma }
  }

  /// `renumber class road 13`: only classes have ids. A class may be called so, as in `renumber class 13`.
  private mutating func skipClassWord() {
    guard reader.isWord(current, "class"), token(1).isText, token(2).isText else { return }
    reader.report(
      .unexpectedText, "`class` does not stand behind `renumber`", reader.range(current),
      help: "only classes have ids: write `renumber road 13`",
      fix: Fix("remove it", [.init(reader.excerpt.range(current.start, token(1).start), "")]))
    advance()
  }

  /// What one renumbering says; nil and a finding where it cannot be read.
  private mutating func nameAndID(
    _ line: ArraySlice<Token>, behind keyword: TextRange
  ) -> (name: Located<String>, id: Located<Int>)? {
    guard let first = line.first, let last = line.last, first.isText else {
      let place = line.first.map(reader.range) ?? keyword
      reader.report(
        .missingName, "`renumber` names no class", place, help: Self.renumberHelp)
      return nil
    }
    if last.kind == .unclosedString {
      _ = reader.text(last)
      return nil
    }
    if line.count == 3, reader.isWord(first, "ood") {
      reader.report(
        .unexpectedText, "an ood entry has no id", reader.range(line),
        help: "remove the line: only classes have ids")
      return nil
    }
    if let swapped = swapped(line) { return swapped }
    guard line.count > 1, let id = id(last) else {
      if line.count == 1 || !isReportedAsNumber(last) {
        reader.report(
          .missingID, "no id stands behind \(quoted(reader.source(line)))", reader.range(line),
          help: Self.renumberHelp)
      }
      return nil
    }
    let words = withoutSign(line.dropLast())
    guard let name = className(words) else { return nil }
    return (name, id)
  }

  /// `13 road`, as in a declaration, is reported and read.
  private mutating func swapped(
    _ line: ArraySlice<Token>
  ) -> (name: Located<String>, id: Located<Int>)? {
    guard line.count == 2, let number = line.first, let name = line.last, name.isText,
      number.kind == .word, let id = wholeNumber(reader.source(number)),
      wholeNumber(reader.source(name)) == nil
    else { return nil }
    let written = "\(reader.source(name)) \(reader.source(number))"
    reader.report(
      .missingID, "the id stands before the name", reader.range(number),
      help: "write " + quoted("renumber " + written),
      fix: Fix("swap them", [.init(reader.range(line), written)]))
    guard let text = checked(reader.text(name), of: "the class") else { return nil }
    return (text, Located(id, at: reader.range(number)))
  }

  private mutating func id(_ token: Token) -> Located<Int>? {
    let (written, range) = (reader.source(token), reader.range(token))
    if let id = wholeNumber(written) { return Located(id, at: range) }
    guard token.kind == .string, let id = wholeNumber(String(written.dropFirst().dropLast())) else {
      return nil
    }
    reader.report(
      .badNumber, "the id stands in quotes", range, help: "write `\(id)`",
      fix: Fix("take the quotes off", [.init(range, String(id))]))
    return Located(id, at: range)
  }

  /// Whether a token was meant as a number, which is reported then.
  private mutating func isReportedAsNumber(_ token: Token) -> Bool {
    let written = reader.source(token)
    guard let first = written.unicodeScalars.first,
      first == "-" || first == "+" || ("0"..."9").contains(first)
    else { return false }
    reader.report(
      .badNumber, "\(quoted(written)) is not an id", reader.range(token),
      help: "an id is a whole number from 0 to 65535, without leading zeros")
    return true
  }

  /// The tokens of a name without a sign or `to` behind them, which is reported.
  private mutating func withoutSign(_ tokens: ArraySlice<Token>) -> ArraySlice<Token> {
    guard tokens.count > 1, let sign = tokens.last,
      sign.isAssignment || ["to", ":", "->", "→", "as"].contains(reader.source(sign))
    else { return tokens }
    let rest = tokens.dropLast()
    let end = rest.last?.end ?? sign.start
    reader.report(
      .unexpectedText, "\(quoted(reader.source(sign))) does not stand between a name and its id",
      reader.range(sign), help: Self.renumberHelp,
      fix: Fix("remove it", [.init(reader.excerpt.range(end, sign.end), "")]))
    return rest
  }

  /// The name that tokens are, one of several words with a finding; nil and a finding where they are none.
  private mutating func className(_ tokens: ArraySlice<Token>) -> Located<String>? {
    guard let first = tokens.first else { return nil }
    if first.isString, tokens.count == 1 { return checked(reader.text(first), of: "the class") }
    guard tokens.allSatisfy({ $0.kind == .word }) else {
      reader.report(
        .unexpectedText, "\(quoted(reader.source(tokens))) is not a name", reader.range(tokens),
        help: Self.renumberHelp)
      return nil
    }
    return takeName(tokens)
  }

  /// The change that makes a line of every class; nil where comments stand between them.
  private func lines(instead others: [Other]) -> Fix? {
    let blanks = Set<UInt8>([0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ",")])
    for other in others
    where other.gap.end >= file.utf8.count
      || !file.utf8[other.gap.start..<other.gap.end].allSatisfy(blanks.contains)
    {
      return nil
    }
    return Fix("make a line of each", others.map { .init($0.gap, "\nrenumber ") })
  }
}
