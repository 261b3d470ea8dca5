import PromptSource

/// The parser's state and its loop over declarations; each kind of declaration is an extension.
struct Parser {
  let file: SourceFile
  let tokens: [Token]
  var reader: PhraseReader
  var position = 0
  var document: Document
  var declared: DeclaredParts = []
  /// The names of the classes so far, for what a mistake may have meant.
  var classNames: Set<String> = []
  /// The superclass blocks around the current place, outermost first. More than one is a mistake that
  /// has been reported.
  var blocks: [SuperclassBlock] = []
  /// Where each declaration that may stand once was first written.
  var first: [Keyword: TextRange] = [:]
  /// Whether the declaration before ended in a concept list, on which a next line might want to go on.
  var followsList = false
  /// Whether the missing `=` of the declaration at hand has been reported, or follows from what has.
  var isHeadReported = false
  /// Whether a name of several words has been reported with the missing id before it.
  var isNameReported = false
  /// Whether a line could not be read as any declaration: what is missing may stand there.
  var hasUnknownLine = false
  /// The finding that refuses the file, where it is of a newer edition.
  var refusal: Diagnostic?

  struct SuperclassBlock {
    var name: Located<String>?
    /// The `{`, or the keyword where there is none.
    var open: TextRange
    var indentation: Int
    var isReported: Bool
    var isEmpty = true
  }

  init(_ file: SourceFile, _ tokens: [Token]) {
    self.file = file
    self.tokens = tokens
    reader = PhraseReader(Excerpt(file), mode: .file)
    document = Document(file: file)
  }

  /// The last token is the end, and no parser steps over it.
  var current: Token { tokens[position] }
  func token(_ ahead: Int) -> Token { tokens[min(position + ahead, tokens.count - 1)] }

  mutating func advance() { position = min(position + 1, tokens.count - 1) }

  mutating func skipLineEnds() { while current.kind == .lineEnd { advance() } }

  /// Grammar: file, prompt-set, extension, template-file, classes
  mutating func parseDocument() {
    var start: TextRange?
    while refusal == nil {
      if start == nil, current.kind != .lineEnd { start = reader.range(current) }
      switch current.kind {
      case .lineEnd: advance()
      case .end:
        closeBlocks()
        let missing = checkRequired(
          document, declared: declared, start: start ?? TextRange(at: 0), spelling: .concise)
        reader.diagnostics += missing.filter {
          !hasUnknownLine || $0.rule.code != Rule.missingClasses.code
        }
        return
      case .closeBrace: closeBlock()
      case .word: parseDeclaration()
      default:
        reader.report(
          .unexpectedText, "\(quoted(reader.source(current))) cannot start a line",
          reader.range(current), help: startHelp)
        skipDeclaration()
      }
    }
  }

  private mutating func parseDeclaration() {
    skipBullet()
    let start = position
    if let keyword = keyword(at: position) {
      let wasList = followsList
      followsList = keyword == .class || keyword == .ood
      leaveBlocks(for: keyword)
      parse(keyword)
      if refusal == nil { expectEnd(of: keyword) }
      if !followsList { followsList = wasList && position == start }
    } else {
      skipDeclaration()
      followsList = false
    }
  }

  /// The last of the lines from `index` on that start no declaration and have the same help: a pasted table is one
  /// mistake.
  private func lastUnknownLine(from index: Int, _ help: String) -> Int {
    var (last, at) = (index, index)
    while !tokens[at].endsDeclaration, tokens[at].kind != .openBrace {
      at += 1
      guard tokens[at].kind == .lineEnd, isUnknown(at + 1) else { continue }
      at += 1
      guard helpForLine(startingWith: reader.source(tokens[at]), at: at) == help else { break }
      last = at
    }
    return last
  }

  /// The keyword that a word resembles.
  private func near(_ word: String) -> String? {
    meantKeyword(word, among: Keyword.allCases.map(\.rawValue))
  }

  /// Whether a line is neither a declaration, with a bullet or without, nor like one.
  private func isUnknown(_ index: Int) -> Bool {
    guard tokens[index].kind == .word, !startsDeclaration(at: index + 1) else { return false }
    let word = reader.source(tokens[index])
    let name = word.hasSuffix(":") ? String(word.dropLast()) : word
    return Keyword(rawValue: name) == nil && near(word) == nil
  }

  /// `- class 0 road = road`, as a list of Markdown has it.
  private mutating func skipBullet() {
    guard ["-", "*", "•"].contains(reader.source(current)), startsDeclaration(at: position + 1)
    else { return }
    let bullet = reader.excerpt.range(current.start, token(1).start)
    reader.report(
      .unexpectedText, "\(quoted(reader.source(current))) does not stand before a declaration",
      reader.range(current), help: "leave it out", fix: Fix("remove it", [.init(bullet, "")]))
    advance()
  }

  private mutating func parse(_ keyword: Keyword) {
    switch keyword {
    case .edition: parseEdition()
    case .set: parseSet()
    case .license: parseLicense()
    case .source: parseSource()
    case .import: parseImport()
    case .extends: parseExtends()
    case .templates: parseTemplates()
    case .superclass: parseSuperclass()
    case .class: parseClass()
    case .ood: parseOOD()
    case .remove: parseRemove()
    case .renumber: parseRenumber()
    case .scoring: parseScoring()
    case .expect: parseExpect()
    }
  }

  /// The keyword a line starts with, or the one that was meant; otherwise a finding and nil.
  private mutating func keyword(at index: Int) -> Keyword? {
    let token = tokens[index]
    let word = reader.source(token)
    if let keyword = Keyword(rawValue: word) { return keyword }
    if word.hasSuffix(":"), let keyword = Keyword(rawValue: String(word.dropLast())) {
      let colon = reader.excerpt.range(token.end - 1, token.end)
      reportSign(colon, behind: keyword, removing: colon)
      return keyword
    }
    let near = self.near(word)
    let help = near.map { "did you mean `\($0)`?" } ?? helpForLine(startingWith: word, at: index)
    let last = near == nil ? lastUnknownLine(from: index, help) : index
    reader.report(
      .unknownKeyword, "\(quoted(word)) starts no declaration", reader.range(token),
      related: last == index
        ? []
        : [.init("nor do the lines up to here", at: SourcePlace(file, reader.range(tokens[last])))],
      help: help,
      fix: near.map { Fix("write `\($0)`", [.init(reader.range(token), $0)], isSafe: false) })
    position = last
    // Read on as what was meant only where the line has the form of a declaration.
    guard let meant = near.flatMap(Keyword.init),
      word.lowercased() == meant.rawValue || hasDeclarationForm(index, of: meant)
    else {
      hasUnknownLine = true
      return nil
    }
    return meant
  }

  /// What a line that starts with no keyword may have been meant as.
  private func helpForLine(startingWith word: String, at index: Int) -> String {
    if ["//", "/*", "*/", "--", ";", "'"].contains(where: word.hasPrefix) {
      return "a comment starts with `#`"
    }
    if ["-", "*", "•"].contains(word) {
      return "part concepts by commas, without dashes; a line that goes on ends with a comma"
    }
    if ScoringDeclaration.keys.contains(word) {
      return "write it into the braces of `scoring { \(word) … }`"
    }
    let line = tokens[index...].prefix { $0.kind != .lineEnd }
    if isTable(line, startingWith: word) {
      return "a table or a list becomes a set by `promptbank import --from list FILE`"
    }
    if wholeNumber(word) != nil, line.contains(where: \.isAssignment) {
      return "write `class` before the id: " + quoted("class \(word) …")
    }
    if !blocks.isEmpty {
      return "in a superclass stand its classes, each whole: `class 0 road = road, street`"
    }
    let isList = line.contains { [.comma, .openParenthesis, .exclamation].contains($0.kind) }
    if followsList, isList {
      return "if the line goes on with the list above, end that line with a comma"
    }
    return startHelp
  }

  /// `0,bed,bunk`, `| 0 | bed |`.
  private func isTable(_ line: ArraySlice<Token>, startingWith word: String) -> Bool {
    if word.hasPrefix("|") { return true }
    return line.count > 1 && line[line.startIndex + 1].kind == .comma
      && word.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private var startHelp: String { "a line starts with one of " + Keyword.list }

  /// Whether a line that could also go on with a list is a declaration.
  func startsDeclaration(at index: Int) -> Bool {
    guard tokens[index].kind == .word else { return false }
    let word = reader.source(tokens[index])
    return Keyword(rawValue: word).map { hasDeclarationForm(index, of: $0) } ?? false
  }

  /// Whether the second token of a line is a number or a string, or the line holds `=` or `{`; of a
  /// `remove` or `expect`, whether the second token is a word that it knows; of a `renumber`, whether
  /// the third and last is a number.
  private func hasDeclarationForm(_ index: Int, of keyword: Keyword) -> Bool {
    guard index + 1 < tokens.count else { return false }
    let second = tokens[index + 1]
    if second.isString { return true }
    if keyword == .remove, reader.isWord(second, "class") || reader.isWord(second, "ood") {
      return true
    }
    if keyword == .expect, reader.isWord(second, "similarity"),
      tokens[min(index + 2, tokens.count - 1)].kind == .openParenthesis
    {
      return true
    }
    if isNumber(second) { return true }
    if keyword == .renumber, second.kind == .word,
      isNumber(tokens[min(index + 2, tokens.count - 1)]),
      tokens[min(index + 3, tokens.count - 1)].endsDeclaration
    {
      return true
    }
    return tokens[(index + 1)...].prefix { !$0.endsDeclaration }
      .contains { $0.isAssignment || $0.kind == .openBrace }
  }

  private func isNumber(_ token: Token) -> Bool {
    token.kind == .word
      && reader.excerpt.utf8[token.start..<token.end].allSatisfy { (0x30...0x39).contains($0) }
  }
}
