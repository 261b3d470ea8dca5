import PromptSource

/// Parses one entry of a concept set: `entry = ( word… | string ) [ "(" plural ")" ] [ "!" mark ]`.
///
/// - Words are parted by blanks and make one phrase (`palm tree`); a string is taken to the letter.
/// - `(s)` asks for the English plural, any other phrase or string in parentheses is the plural.
/// - `!mass`, `!pl` and `!sg` state the number. Plural and mark follow without a blank, in this order.
///
/// At most one finding for each mistake: what follows an unreadable part is dropped with it.
struct ConceptParser {
  var reader: PhraseReader
  private let tokens: ArraySlice<Token>
  private var position: Int
  private var plural: ConceptDeclaration.Plural = .none
  private var number: Located<ConceptDeclaration.NumberMark>?
  /// Where the plural and the mark were written, read well or not.
  private var pluralRange: TextRange?
  private var markRange: TextRange?

  /// Expects at least one token, none of them an end of a line.
  init(_ reader: PhraseReader, _ tokens: ArraySlice<Token>) {
    self.reader = reader
    self.tokens = tokens
    position = tokens.startIndex
  }

  /// The entry, or nil where it has no phrase.
  /// Grammar: concept
  mutating func parse() -> ConceptDeclaration? {
    let range = reader.range(tokens)
    if let text = quotedOtherwise() {
      return ConceptDeclaration(text: text, plural: .none, number: nil, range: range)
    }
    guard let text = phrase() else { return nil }
    loop: while position < tokens.endIndex {
      let token = tokens[position]
      switch token.kind {
      case .openParenthesis where parsePlural(): continue
      case .exclamation where parseMark(): continue
      case .openParenthesis, .exclamation: break loop
      default:
        reportUnexpected(token)
        break loop
      }
    }
    return ConceptDeclaration(text: text, plural: plural, number: number, range: range)
  }

  /// `'tree(s)'`: a concept with its plural or mark between marks that are no quotes, which is reported.
  private mutating func quotedOtherwise() -> Located<String>? {
    let (range, written) = (reader.range(tokens), reader.source(tokens))
    guard let first = written.first, let last = written.last, written.count > 2,
      tokens.contains(where: { [.openParenthesis, .exclamation].contains($0.kind) }),
      ["''", "‘’", "“”", "„“", "„”", "«»", "\u{201D}\u{201D}"].contains("\(first)\(last)")
    else { return nil }
    let inner = String(written.dropFirst().dropLast())
    guard !inner.contains(where: { "'\"“”‘’«»".contains($0) }) else { return nil }
    reader.report(
      .wrongQuotationMark, "\(quoted(String(first))) is not the mark that opens a string", range,
      help: "leave the marks out: \(quoted(inner))",
      fix: Fix("leave them out", [.init(range, inner)], isSafe: false))
    return Located(inner, at: range)
  }

  /// Grammar: phrase
  private mutating func phrase() -> Located<String>? {
    let first = tokens[position]
    let text: Located<String>
    if first.isString {
      position += 1
      text = reader.text(first)
    } else {
      while position < tokens.endIndex, tokens[position].kind == .word { position += 1 }
      let words = tokens[..<position]
      guard !words.isEmpty else {
        reportNoPhrase(first)
        return nil
      }
      text = reader.phrase(words).text
    }
    if text.value.allSatisfy(\.isWhitespace) {
      if first.kind == .string {
        reader.report(
          .emptyConcept, "the concept is empty", text.range, help: "write it, or drop the entry")
      }
      return nil
    }
    return text
  }

  private mutating func reportNoPhrase(_ token: Token) {
    switch token.kind {
    case .openParenthesis, .exclamation:
      reader.report(
        .emptyConcept, "no concept stands before \(quoted(reader.source(tokens)))",
        reader.range(token), help: "write the concept first, as in `tree(s)` or `sky!mass`")
    default:
      reader.report(
        .unexpectedText, "\(quoted(reader.source(token))) cannot start a concept",
        reader.range(token), help: unexpectedHelp(token))
    }
  }

  /// Parses `(…)`; false where nothing behind it can be read.
  /// Grammar: plural
  private mutating func parsePlural() -> Bool {
    let open = tokens[position]
    var close = position + 1
    while close < tokens.endIndex, tokens[close].kind != .closeParenthesis,
      tokens[close].kind != .openParenthesis
    {
      close += 1
    }
    guard close < tokens.endIndex, tokens[close].kind == .closeParenthesis else {
      reader.report(
        .unclosedParenthesis, "the parenthesis is never closed", reader.range(open),
        label: "opened here",
        help: "write `tree(s)` or `person(people)`; "
          + reader.quoteIt("text", where: "`(` belongs to it"))
      return false
    }
    let whole = tokens[position...close]
    let inside = tokens[(position + 1)..<close]
    let range = reader.range(whole)
    let isApart = open.start != tokens[position - 1].end
    position = close + 1
    if let pluralRange {
      reader.report(
        .repeatedMark, "the concept has two plurals", range,
        related: [related("the first", at: pluralRange)],
        help: "keep one; write another plural as a concept of its own")
      return true
    }
    pluralRange = range
    if let markRange {
      reader.report(
        .misplacedMark, "the plural stands behind the mark \(quoted(text(markRange)))", range,
        help: "write the plural first: `tree(s)!sg`")
    } else if isApart {
      reader.report(
        .misplacedMark, "\(quoted(reader.source(whole))) stands apart from its concept", range,
        help: "write a plural without a blank, as in `tree(s)`; "
          + reader.quoteIt("concept", where: "the parentheses belong to it"))
    }
    plural = pluralForm(inside, range)
    return true
  }

  /// What is written for `(s)` by mistake.
  static let endings = ["es", "'s", "’s", "-s", "ies", "ves", "S"]

  private mutating func pluralForm(
    _ inside: ArraySlice<Token>, _ range: TextRange
  ) -> ConceptDeclaration.Plural {
    guard let first = inside.first else {
      reader.report(
        .pluralEnding, "the plural is empty", range,
        help: "write `(s)` for the regular plural, or the plural itself, as in `person(people)`")
      return .none
    }
    if first.isString, inside.count == 1 { return .named(reader.text(first)) }
    if let other = inside.first(where: { $0.kind != .word }) {
      let written = quoted(reader.source(other))
      reader.report(
        .unexpectedText, "\(written) cannot stand in a plural", reader.range(other),
        help: other.kind == .comma
          ? "name one plural; write the others as concepts of their own"
          : "write one phrase, as in `person(people)`, or quote it")
      return .none
    }
    let plural = reader.phrase(inside).text
    switch plural.value {
    case "s": return .regular(range)
    case let ending where Self.endings.contains(ending) || isPairOfEndings(ending):
      let concept = tokens[tokens.startIndex..<(inside.startIndex - 1)]
      let stem = concept.first?.kind == .word ? reader.source(concept) : "…"
      reader.report(
        .pluralEnding, "\(quoted("(" + plural.value + ")")) is an ending, not a plural", range,
        help:
          "write \(quoted(noun(stem, plural.value) + "(s)")) for the regular plural (`bus(s)` gives `buses`), "
          + "or the whole plural, as in `leaf(leaves)`",
        fix: ["ies", "ves"].contains(plural.value) || isPairOfEndings(ending)
          ? nil : Fix("ask for the regular plural", [.init(range, "(s)")]))
      return .regular(range)
    default: return .named(plural)
    }
  }

  /// `y/ies`, `/s`, `-es`: two endings, or one behind a hyphen.
  private func isPairOfEndings(_ text: String) -> Bool {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.drop { $0 == "-" } }
    guard let last = halves.last, halves.count == 2 || text.hasPrefix("-") else { return false }
    return ["s", "es", "ies", "ves", "i", "a", "en", "ces"].contains(last)
      && (halves.count == 1
        || ["", "s", "es", "y", "f", "fe", "us", "um", "x"].contains(halves[0]))
  }

  /// The noun whose endings are written: `berry` of `berr(y/ies)`.
  private func noun(_ stem: String, _ endings: String) -> String {
    guard let slash = endings.firstIndex(of: "/"), stem != "…" else { return stem }
    let first = endings[..<slash].drop { $0 == "-" }
    return ["s", "es"].contains(first) || stem.hasSuffix(first) ? stem : stem + first
  }

  /// The marks by the words of grammars.
  private static let meant = [
    "singular": "sg", "sing": "sg", "plural": "pl", "plurals": "pl", "uncountable": "mass",
    "uncount": "mass", "noncount": "mass",
  ]

  /// Parses `!mark`; false where nothing behind it can be read.
  /// Grammar: mark
  private mutating func parseMark() -> Bool {
    let exclamation = tokens[position]
    let marks = ConceptDeclaration.NumberMark.allCases.map(\.rawValue)
    let list = "the marks are `!mass`, `!pl` and `!sg`"
    let quoteIt = reader.quoteIt("concept", where: "`!` belongs to it")
    guard position + 1 < tokens.endIndex, tokens[position + 1].kind == .word,
      tokens[position + 1].start == exclamation.end
    else {
      reader.report(
        .unknownMark, "`!` stands without a mark", reader.range(exclamation),
        help: list + "; " + quoteIt)
      return false
    }
    let word = tokens[position + 1]
    let range = reader.range(tokens[position...(position + 1)])
    let isApart = exclamation.start != tokens[position - 1].end
    position += 2
    if let markRange {
      reader.report(
        .repeatedMark, "the concept has two marks", range,
        related: [related("the first", at: markRange)], help: "keep the one that is right")
      return true
    }
    markRange = range
    let name = reader.source(word)
    guard let mark = ConceptDeclaration.NumberMark(rawValue: name) else {
      let near = Self.meant[name.lowercased()] ?? nearestName(to: name, among: marks)
      reader.report(
        .unknownMark, "unknown mark \(quoted("!" + name))", range,
        help: near.map { "did you mean `!\($0)`? " + list } ?? list + "; " + quoteIt,
        fix: near.map { Fix("write `!\($0)`", [.init(range, "!" + $0)], isSafe: false) })
      return true
    }
    if isApart {
      reader.report(
        .misplacedMark, "\(quoted("!" + name)) stands apart from its concept", range,
        help: "write a mark without a blank, as in `sky!mass`")
    }
    number = Located(mark, at: range)
    return true
  }

  private mutating func reportUnexpected(_ token: Token) {
    let written = quoted(reader.source(token))
    let marked = [pluralRange, markRange].compactMap { $0 }.max { $0.end < $1.end }
    let start = reader.source(token)
    if token.kind == .word, let sign = [";", "//", "/*", "|"].first(where: start.hasPrefix) {
      reader.report(
        .unexpectedText, "\(written) cannot stand behind a concept", reader.range(token),
        help: sign.hasPrefix("/")
          ? "a comment starts with `#`"
          : isInYAML ? "make concepts entries of the list" : "part concepts by commas")
    } else if marked != nil, token.kind == .word,
      ["class", "ood", "expect", "scoring"].contains(start)
    {
      reader.report(
        .unexpectedText, "\(written) stands behind a concept", reader.range(token),
        help: "a declaration starts on its own line; quote the concept that holds the word")
    } else if marked != nil, reader.isWord(token, "near") {
      reader.report(
        .misplacedMark, "`near` stands behind the concepts", reader.range(token),
        help: "name what an ood entry is near before its `=`: `ood caravan near truck = …`")
    } else if marked != nil, reader.isWord(token, "with") {
      reader.report(
        .misplacedMark, "`with` stands inside the list of concepts", reader.range(token),
        help: helpForWithInside())
    } else if token.isText, let marked {
      reader.report(
        .misplacedMark, "\(quoted(text(marked))) stands inside the concept", marked,
        help: helpForPluralInside(token))
    } else if token.isText {
      reader.report(
        .halfQuoted, "only a part of the concept is quoted", reader.range(tokens),
        help: "quote all of it, with `\\\"` for a quote inside, or "
          + (isInYAML ? "make concepts entries of the list" : "part concepts by a comma"))
    } else {
      reader.report(
        .unexpectedText, "\(written) cannot stand in a concept", reader.range(token),
        help: unexpectedHelp(token))
    }
  }

  /// At `with` behind a plural or a mark.
  private func helpForWithInside() -> String {
    let rest = tokens[position...].dropFirst()
    if rest.count > 1, let first = rest.first, reader.isWord(first, "templates") {
      return "write \(quoted("with \(reader.source(rest.dropFirst()))")), without `templates`"
    }
    return "move the `with` clause behind the last concept: it names one list for all of them"
  }

  /// At a word behind a plural or a mark.
  private func helpForPluralInside(_ token: Token) -> String {
    let rest = tokens[position...].prefix { $0.kind == .word }
    if reader.isWord(token, "using") {
      return "a template list is named by `with` behind the last concept"
    }
    if let only = rest.first, rest.count == 1, only.start == tokens[position - 1].end,
      ["s", "es", "'s", "’s"].contains(reader.source(only))
    {
      return "the plural is written once: take \(quoted(reader.source(only))) out"
    }
    guard case .named(let plural) = plural, tokens[tokens.startIndex].kind == .word, !rest.isEmpty
    else {
      return "plural and mark end a concept, as in `traffic light(s)`; "
        + (isInYAML ? "each concept is an entry of the list" : "a comma parts it from the next one")
    }
    let noun = reader.source(tokens.prefix { $0.kind == .word })
    let end = reader.source(rest)
    return "the plural is that of the whole phrase: "
      + quoted("\(noun) \(end)(\(plural.value) \(end))")
  }

  private func unexpectedHelp(_ token: Token) -> String {
    switch token.kind {
    case .equals:
      "a declaration starts on its own line; "
        + reader.quoteIt("concept", where: "`=` belongs to it")
    case .closeParenthesis:
      "nothing opened it; " + reader.quoteIt("concept", where: "`)` belongs to it")
    default: reader.quoteIt("concept", where: "\(quoted(reader.source(token))) belongs to it")
    }
  }

  private var isInYAML: Bool { reader.mode == .scalar }
  private func text(_ range: TextRange) -> String { reader.excerpt.file.text(range) }
  private func related(_ message: String, at range: TextRange) -> Diagnostic.Related {
    .init(message, at: SourcePlace(reader.excerpt.file, range))
  }
}
