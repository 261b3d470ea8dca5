import PromptSource

/// The concepts of a class or an ood entry and its template list.
struct ConceptList {
  var concepts: [ConceptDeclaration] = []
  var templates: Located<String>?
}

extension Parser {
  /// `= CONCEPTS [with LIST]`, over as many lines as its commas ask for.
  /// Grammar: concept-list, concepts
  mutating func parseConceptList(owner: String, example: String) -> ConceptList {
    var list = ConceptList()
    let isReported = isHeadReported
    isHeadReported = false
    var equals: TextRange?
    if current.isAssignment {
      equals = reader.range(current)
      advance()
      skipRestOfSign()
    } else if !isReported {
      let place = tokens[max(position - 1, 0)]
      reader.report(
        .missingEquals, "the \(owner) has no `=`", reader.range(place),
        label: "`=` belongs behind this", help: "write `\(example)`")
    }
    var comma: TextRange?
    var isEmpty = true
    // Whether an entry belongs here: behind `=` and behind a comma.
    var isOpen = true
    var endedInBareWith = false
    while true {
      if current.kind == .comma {
        let range = reader.range(current)
        if isOpen, !isReported || !isEmpty {
          reader.report(
            .emptyConcept, "no concept stands before the comma", range, help: "remove the comma",
            fix: removal(ofComma: range))
          isEmpty = false
        }
        comma = range
        isOpen = true
        advance()
      } else if current.kind == .lineEnd {
        guard goesOn(isOpen: isOpen && (equals != nil || comma != nil)) else { break }
      } else if current.endsDeclaration {
        break
      } else if endsWithClause(position) {
        endedInBareWith = !parseWith(&list)
        break
      } else {
        let entry = takeEntry()
        isEmpty = false
        isOpen = false
        var parser = ConceptParser(PhraseReader(reader.excerpt, mode: .file), entry)
        if let concept = parser.parse() { list.concepts.append(concept) }
        reader.diagnostics += parser.reader.diagnostics
      }
    }
    if isOpen, let comma, !endedInBareWith {
      reader.report(
        .emptyConcept, "no concept stands behind the last comma", comma,
        help: "remove the comma, or go on with the list on the next line",
        fix: removal(ofComma: comma))
    } else if isEmpty, let equals {
      reader.report(
        .missingConcepts, "the \(owner) has no concepts", equals, help: "write `\(example)`")
    }
    return list
  }

  /// Behind `=`: what other languages write with it in one sign, `==`, `=>`, `=+`.
  private mutating func skipRestOfSign() {
    let (sign, rest) = (tokens[position - 1], current)
    guard sign.kind == .equals, rest.start == sign.end, rest.endsDeclaration == false else {
      return
    }
    let written = reader.source(rest)
    guard rest.kind == .equals || [">", "+", "-"].contains(written) else { return }
    let range = reader.range(sign).union(reader.range(rest))
    let meant = written == "+" || written == "-" ? written + "=" : "="
    reader.report(
      .unexpectedText, "\(quoted("=" + written)) is no sign of the language", range,
      help: "write \(quoted(meant))",
      fix: Fix("write it", [.init(range, meant)], isSafe: meant == "="))
    advance()
  }

  /// Takes the blanks before the comma along: they stood between it and an entry that is not there.
  private func removal(ofComma comma: TextRange) -> Fix {
    let utf8 = reader.excerpt.file.utf8
    var start = comma.start
    while start > 0, utf8[start - 1] == 0x20 || utf8[start - 1] == 0x09 { start -= 1 }
    return Fix("remove the comma", [.init(TextRange(start, comma.end), "")])
  }

  /// At the end of a line: steps to the next line where the list goes on there.
  private mutating func goesOn(isOpen: Bool) -> Bool {
    let next = token(1)
    if next.kind == .comma {
      advance()
      if !isOpen {
        reader.report(
          .misplacedComma, "the line starts with a comma", reader.range(current),
          help: "put the comma at the end of the line above: there it says that the list goes on")
      }
      return true
    }
    if !isOpen, reader.isWord(next, "with"), endsWithClause(position + 1) {
      advance()
      return true
    }
    guard isOpen, !next.endsDeclaration, !startsDeclaration(at: position + 1) else { return false }
    advance()
    return true
  }

  /// Whether `with` at an index is a clause: a name and the end of the declaration follow, or nothing.
  private func endsWithClause(_ index: Int) -> Bool {
    guard reader.isWord(tokens[index], "with") else { return false }
    let next = tokens[index + 1]
    if next.endsDeclaration { return true }
    return next.isText && tokens[index + 2].endsDeclaration
  }

  /// Reads a `with` clause at the cursor; false, with a finding, where it names nothing.
  /// Grammar: with-clause
  private mutating func parseWith(_ list: inout ConceptList) -> Bool {
    let with = reader.range(current)
    advance()
    if let name = parseName() {
      list.templates = checked(name, of: "the template list")
      return true
    }
    reader.report(
      .missingName, "no template list is named behind `with`", with,
      help: "name a list, as in `with people`, or quote the concept if `with` belongs to it")
    return false
  }

  /// The tokens of one entry, which end before a comma outside parentheses, a `with` clause, or the end
  /// of the line or block. At least one token.
  private mutating func takeEntry() -> ArraySlice<Token> {
    let start = position
    while !current.endsDeclaration, current.kind != .comma {
      if position > start, endsWithClause(position) { break }
      if current.kind == .openParenthesis { skip(to: .closeParenthesis) }
      if current.kind == .openBrace { skip(to: .closeBrace) }
      advance()
    }
    return tokens[start..<position]
  }

  /// Steps from an opening to its closing on the same line, or stays where none comes before the next
  /// opening.
  private mutating func skip(to close: Token.Kind) {
    let open = current.kind
    var index = position + 1
    while tokens[index].kind != close {
      if tokens[index].isAssignment || [.lineEnd, .end, open].contains(tokens[index].kind) {
        return
      }
      index += 1
    }
    position = index
  }
}
