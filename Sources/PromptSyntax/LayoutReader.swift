import PromptSource

/// Cuts the tokens of a file without errors into declarations for the page.
struct LayoutReader {
  private(set) var declarations: [LayoutDeclaration] = []
  private let document: Document
  private let tokens: [Token]
  private let excerpt: Excerpt
  private var position = 0
  private var depth = 0
  private var classes: [Int: ClassDeclaration] = [:]
  private var ood: [Int: OODDeclaration] = [:]

  init(_ document: Document) {
    self.document = document
    excerpt = Excerpt(document.file)
    tokens = Lexer(document.file.utf8).tokens
    for item in document.classes { classes[item.range.start] = item }
    for item in document.ood { ood[item.range.start] = item }
    while position < tokens.count { read() }
  }

  private func source(_ token: Token) -> String { excerpt.text(token.start, token.end) }
  private func range(_ token: Token) -> TextRange { excerpt.range(token.start, token.end) }

  private mutating func add(
    _ kind: LayoutDeclaration.Kind, _ pieces: [LayoutPiece], near: Int? = nil, equals: Int? = nil
  ) {
    guard let first = pieces.first, let last = pieces.last else { return }
    declarations.append(
      LayoutDeclaration(
        kind: kind, depth: depth, pieces: pieces, nearPiece: near, equalsPiece: equals,
        range: first.range.union(last.range)))
  }

  private mutating func read() {
    let token = tokens[position]
    switch token.kind {
    case .lineEnd, .end: position += 1
    case .closeBrace:
      depth = max(0, depth - 1)
      add(.closing, [LayoutPiece("}", range(token))])
      position += 1
    default:
      switch Keyword(rawValue: source(token)) {
      case .class: if let item = classes[token.start] { readClass(item) } else { readLine() }
      case .ood: if let item = ood[token.start] { readOOD(item) } else { readLine() }
      case .superclass: readBlock { $0.readName() }
      case .templates: readTemplates()
      case .scoring: readScoring()
      default: readLine()
      }
    }
  }

  /// A declaration of one line, its tokens parted by blanks.
  private mutating func readLine() {
    let keyword = source(tokens[position])
    var pieces: [LayoutPiece] = []
    var previous = Token.Kind.lineEnd
    while !tokens[position].endsDeclaration {
      let token = tokens[position]
      let isLast = tokens[position + 1].endsDeclaration
      let isName =
        switch keyword {
        case "set", "license", "renumber": pieces.count == 1
        case "remove": pieces.count == 2
        case "import": pieces.last?.text == "as"
        case "expect": isLast && (pieces.last?.text == "is" || pieces.last?.text == "ood")
        default: false
        }
      var text = printed(token)
      if keyword == "source", pieces.count == 1 { text = printString(self.text(token)) }
      if isName { text = printName(self.text(token)) }
      if keyword == "expect", token.kind == .word, text.count > 1,
        let sign = text.first, sign == "<" || sign == ">"
      {
        text = "\(sign) " + text.dropFirst()
      }
      let isTight =
        [.comma, .openParenthesis, .closeParenthesis].contains(token.kind)
        || previous == .openParenthesis
      pieces.append(LayoutPiece(text, range(token), blanks: isTight ? 0 : 1))
      previous = token.kind
      position += 1
    }
    switch keyword {
    case "license": add(.license, pieces, equals: pieces.count > 1 ? 1 : nil)
    case "source": add(.source, pieces, equals: pieces.count > 1 ? 1 : nil)
    case "renumber": add(.renumber, pieces, equals: pieces.count > 2 ? 2 : nil)
    default: add(.other, pieces)
    }
    if pieces.isEmpty { position += 1 }
  }

  /// The token as written, a string with canonical escapes.
  private func printed(_ token: Token) -> String {
    token.isString ? printString(text(token)) : source(token)
  }

  private func text(_ token: Token) -> String {
    guard token.kind == .string else { return source(token) }
    return decodeString(excerpt.utf8, from: token.start + 1, to: token.end - 1).text
  }

  private mutating func readName() -> LayoutPiece {
    let token = tokens[position]
    position += 1
    return LayoutPiece(printName(text(token)), range(token))
  }

  /// `KEYWORD … {`; stays at the token behind the brace, with the block open.
  private mutating func readBlock(_ head: (inout Self) -> LayoutPiece?) {
    var pieces = [LayoutPiece(source(tokens[position]), range(tokens[position]))]
    position += 1
    if let piece = head(&self) { pieces.append(piece) }
    while tokens[position].kind == .lineEnd { position += 1 }
    pieces.append(LayoutPiece("{", range(tokens[position])))
    if tokens[position].kind == .openBrace { position += 1 }
    var next = position
    while tokens[next].kind == .lineEnd { next += 1 }
    let brace = tokens[next]
    let isEmpty =
      brace.kind == .closeBrace
      && !document.comments.hasComment(between: pieces[0].range.start, and: brace.start)
    if isEmpty {
      pieces.append(LayoutPiece("}", range(brace), blanks: 0))
      position = next + 1
      add(.other, pieces)
    } else {
      add(.opening, pieces)
      depth += 1
    }
  }

  private mutating func readTemplates() {
    guard tokens[position + 2].kind != .equals else {
      var pieces = [LayoutPiece("templates", range(tokens[position]))]
      position += 1
      pieces.append(readName())
      pieces.append(LayoutPiece("=", range(tokens[position])))
      position += 1
      pieces.append(readName())
      return add(.other, pieces)
    }
    let outside = depth
    readBlock { $0.readName() }
    while depth > outside, ![.closeBrace, .end].contains(tokens[position].kind) {
      let token = tokens[position]
      if token.isString { add(.other, [LayoutPiece(printString(text(token)), range(token))]) }
      position += 1
    }
  }

  /// On one line where it fits and holds no comment, else an entry a line.
  private mutating func readScoring() {
    let start = tokens[position].start
    let outside = depth
    readBlock { _ in nil }
    guard depth > outside, let opening = declarations.last else { return }
    let first = declarations.count
    while ![.closeBrace, .end].contains(tokens[position].kind) {
      let token = tokens[position]
      position += 1
      guard token.isText else { continue }
      var pieces = [LayoutPiece(printed(token), range(token))]
      if tokens[position].isText {
        pieces.append(LayoutPiece(printName(text(tokens[position])), range(tokens[position])))
        position += 1
      }
      add(.other, pieces)
    }
    let close = tokens[position]
    guard close.kind == .closeBrace,
      !document.comments.hasComment(between: start, and: close.start)
    else { return }
    var line = opening.pieces
    for (index, entry) in declarations[first...].enumerated() {
      for (place, piece) in entry.pieces.enumerated() {
        line.append(LayoutPiece(piece.text, piece.range, blanks: index > 0 && place == 0 ? 2 : 1))
      }
    }
    line.append(LayoutPiece("}", range(close)))
    let width = line.reduce(2 * outside - 1) { $0 + $1.blanks + columns(of: $1.text) }
    guard width <= LayoutLines.maximumWidth else { return }
    declarations.removeSubrange((first - 1)...)
    depth = outside
    position += 1
    add(.other, line)
  }

  private mutating func readClass(_ item: ClassDeclaration) {
    var pieces = [LayoutPiece("class", range(tokens[position]))]
    if let id = item.id { pieces.append(LayoutPiece(String(id.value), id.range)) }
    pieces.append(LayoutPiece(printName(item.name.value), item.name.range))
    readConcepts(
      item.concepts, item.templates, item.range, item.change.sign, &pieces, near: nil, kind: .class)
  }

  private mutating func readOOD(_ item: OODDeclaration) {
    var pieces = [LayoutPiece("ood", range(tokens[position]))]
    pieces.append(LayoutPiece(printName(item.name.value), item.name.range))
    var near: Int?
    if let first = item.near.first {
      near = pieces.count
      let start = TextRange(item.name.range.end, first.range.start)
      pieces.append(LayoutPiece("near", start))
      for (index, name) in item.near.enumerated() {
        let comma = index + 1 < item.near.count ? "," : ""
        pieces.append(
          LayoutPiece(printNearName(name.value) + comma, name.range, mayStartLine: index > 0))
      }
    }
    readConcepts(
      item.concepts, item.templates, item.range, item.change.sign, &pieces, near: near, kind: .ood)
  }

  private mutating func readConcepts(
    _ concepts: [ConceptDeclaration], _ templates: Located<String>?, _ range: TextRange,
    _ sign: String, _ pieces: inout [LayoutPiece], near: Int?, kind: LayoutDeclaration.Kind
  ) {
    let equals = pieces.count
    let before = pieces[equals - 1].range.end
    pieces.append(LayoutPiece(sign, TextRange(at: before)))
    for (index, concept) in concepts.enumerated() {
      let isLast = index + 1 == concepts.count
      let wasQuoted = document.file.utf8[concept.range.start] == UInt8(ascii: "\"")
      let text = printConcept(
        concept, wasQuoted: wasQuoted, isLast: isLast && templates == nil)
      pieces.append(LayoutPiece(text + (isLast ? "" : ","), concept.range, mayStartLine: true))
    }
    if let templates {
      let text = "with " + printName(templates.value)
      pieces.append(LayoutPiece(text, templates.range, blanks: 2, mayStartLine: true))
    }
    let hasComment = document.comments.hasComment(between: range.start, and: before)
    add(kind, pieces, near: near, equals: hasComment ? nil : equals)
    while tokens[position].kind != .end, tokens[position].start < range.end { position += 1 }
  }
}
