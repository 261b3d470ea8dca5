import PromptSource

extension Parser {
  /// Reports what stands behind a finished declaration on its line, once, and skips it.
  mutating func expectEnd(of keyword: Keyword) {
    if current.endsDeclaration { return }
    if keyword == .superclass { return }
    let rest = restOfLine
    reader.report(
      .unexpectedText, "\(quoted(reader.source(rest))) stands behind a finished declaration",
      reader.range(rest), help: "each declaration has its own line; a text of several words is quoted"
    )
    skipDeclaration()
  }

  /// The tokens up to the end of the line or block; at least one where the line is not at its end.
  var restOfLine: ArraySlice<Token> {
    tokens[position...].prefix { !$0.endsDeclaration }
  }

  /// Skips the rest of a line, and with it a block that opens there, up to its `}` or up to a line at
  /// the margin that starts a declaration.
  mutating func skipDeclaration() {
    var depth = 0
    while current.kind != .end {
      switch current.kind {
      case .openBrace: depth += 1
      case .closeBrace:
        if depth == 0 {
          // A block's own brace is left to the block.
          if blocks.isEmpty { advance() }
          return
        }
        depth -= 1
      case .lineEnd:
        if depth == 0 { return }
        if indentation(of: token(1)) == 0, startsDeclaration(at: position + 1) { return }
      default: break
      }
      advance()
    }
  }

  /// The blanks before a token that is the first of its line, in bytes; nil inside a line.
  func indentation(of token: Token) -> Int? {
    let utf8 = file.utf8
    var offset = token.start
    while offset > 0 {
      let byte = utf8[offset - 1]
      if byte == 0x0A || byte == 0x0D { break }
      guard byte == 0x20 || byte == 0x09 else {
        return offset == 3 && utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? token.start - 3 : nil
      }
      offset -= 1
    }
    return token.start - offset
  }

  /// Closes superclass blocks that a declaration at or left of their own column shows to be unclosed,
  /// and reports a declaration that cannot stand in a block.
  mutating func leaveBlocks(for keyword: Keyword) {
    guard keyword != .class, !blocks.isEmpty else { return }
    if let column = indentation(of: current) {
      while let block = blocks.last, column <= block.indentation {
        reportUnclosed(block)
        blocks.removeLast()
      }
    }
    guard !blocks.isEmpty else { return }
    reader.report(
      .misplacedDeclaration,
      keyword == .superclass
        ? "a superclass cannot stand in another" : "`\(keyword)` cannot stand in a superclass",
      reader.range(current),
      related: blocks.first.map {
        [.init("the superclass around it", at: SourcePlace(file, $0.open))]
      } ?? [],
      help: keyword == .superclass
        ? "close the one above with `}` first; superclasses do not nest"
        : "only classes stand in a superclass; move the line out of the braces")
  }

  mutating func closeBlocks() {
    for block in blocks { reportUnclosed(block) }
    blocks = []
  }

  private mutating func reportUnclosed(_ block: SuperclassBlock) {
    guard !block.isReported else { return }
    reportUnclosedBrace(block.open)
  }

  mutating func reportUnclosedBrace(_ open: TextRange) {
    reader.report(
      .unclosedBrace, "the block is never closed", open, label: "opened here",
      help: "add `}` behind its last line")
  }

  /// At `}`.
  mutating func closeBlock() {
    if let block = blocks.popLast() {
      if block.isEmpty, !block.isReported {
        reader.report(
          .emptyBlock, "the superclass holds no class",
          block.name?.range ?? block.open, help: "move its classes into the braces, or remove it")
      }
    } else {
      reader.report(
        .unexpectedText, "`}` closes nothing", reader.range(current), help: "remove it")
    }
    advance()
  }

  /// Reports a second declaration of what may stand once; true for the first.
  mutating func isFirst(_ keyword: Keyword, at range: TextRange) -> Bool {
    guard let earlier = first[keyword] else {
      first[keyword] = range
      return true
    }
    reader.report(
      .repeatedDeclaration, "`\(keyword)` is declared twice", range, label: "again here",
      related: [.init("first here", at: SourcePlace(file, earlier))], help: "keep one of them")
    return false
  }
}
