import PromptSource

extension Parser {
  /// `superclass NAME {`; its classes and its `}` are read by the loop over declarations.
  /// Grammar: superclass
  mutating func parseSuperclass() {
    let keyword = current
    advance()
    var name = parseName()
    if let written = name {
      name = checked(written, of: "the superclass")
    } else {
      reader.report(
        .missingName, "the superclass has no name", reader.range(keyword),
        help: "write `superclass NAME {`")
    }
    var block = SuperclassBlock(
      name: name, open: reader.range(keyword), indentation: indentation(of: keyword) ?? 0,
      isReported: false)
    if nextLineOpensBlock { skipLineEnds() }
    if current.kind == .openBrace {
      block.open = reader.range(current)
      advance()
    } else {
      let place = restOfLine.isEmpty ? name?.range ?? block.open : reader.range(current)
      reader.report(
        .missingBrace, "the superclass has no `{`", place,
        help: "write `superclass NAME {`, its classes, and `}`")
      block.isReported = true
      skipDeclaration()
    }
    blocks.append(block)
  }

  /// `class ID NAME = CONCEPTS [with LIST]`
  /// Grammar: class
  mutating func parseClass() {
    let start = current
    advance()
    declared.insert(.classes)
    if let last = blocks.indices.last { blocks[last].isEmpty = false }
    if let name = skipBlock(of: "a class", example: "class 0 road = road, street") {
      classNames.insert(name.value)
      document.classes.append(
        ClassDeclaration(
          id: nil, name: name, superclass: blocks.last?.name, templates: nil, concepts: [],
          range: rangeRead(from: start)))
      return
    }
    let heads = headTokens()
    let change = change(behind: heads)
    let example = change.map { "class car \($0.sign) minivan(s), taxi(s)" }
    let id = change == nil ? parseID(start, heads) : nil
    if change != nil { skipPatchID(heads) }
    let name = parseOwnerName(
      "the class", start, example: example ?? "class 0 road = road, street")
    var list = parseConceptList(
      owner: "class", example: example ?? "class 0 road = road, street")
    if change != nil, let block = blocks.last {
      reader.report(
        .misplacedDeclaration, "a patch cannot stand in a superclass", reader.range(start),
        related: [.init("the superclass around it", at: SourcePlace(file, block.open))],
        help: "move the line out of the braces; the class keeps its own superclass")
    }
    if change != nil { dropTemplates(&list, owner: "class") }
    guard let name else { return }
    classNames.insert(name.value)
    document.classes.append(
      ClassDeclaration(
        id: id, name: name, superclass: change == nil ? blocks.last?.name : nil,
        templates: list.templates, concepts: list.concepts, change: change ?? .define,
        range: rangeRead(from: start)))
  }

  /// `ood NAME [near NAME, …] = CONCEPTS [with LIST]`
  /// Grammar: ood
  mutating func parseOOD() {
    let start = current
    advance()
    declared.insert(.otherSetParts)
    if let name = skipBlock(of: "an ood entry", example: "ood caravan near truck = caravan(s)") {
      document.ood.append(
        OODDeclaration(
          name: name, near: [], templates: nil, concepts: [], range: rangeRead(from: start)))
      return
    }
    let name = parseOwnerName(
      "the ood entry", start, example: "ood caravan near truck = caravan(s), camper van")
    var near: [Located<String>] = []
    let word = current
    if reader.isWord(current, "near") { near = parseNear() }
    let change = change(behind: tokens[position..<position])
    var list = parseConceptList(
      owner: "ood entry",
      example: change.map { "ood caravan \($0.sign) camper van(s)" }
        ?? "ood caravan near truck = caravan(s), camper van")
    if change != nil {
      if reader.isWord(word, "near") {
        reader.report(
          .unexpectedText, "a patch cannot change what an ood entry is near", reader.range(word),
          help: "remove the entry by `remove ood NAME` and declare it anew")
        near = []
      }
      dropTemplates(&list, owner: "ood entry")
    }
    guard let name else { return }
    document.ood.append(
      OODDeclaration(
        name: name, near: near, templates: list.templates, concepts: list.concepts,
        change: change ?? .define, range: rangeRead(from: start)))
  }

  /// `class 0 road {`, as in JSON, which is reported and skipped with its block; the name, or nil for any other
  /// line.
  private mutating func skipBlock(of owner: String, example: String) -> Located<String>? {
    let line = restOfLine
    guard let brace = line.last, brace.kind == .openBrace, line.count > 1,
      !line.contains(where: \.isAssignment),
      let word = line.dropLast().first(where: { $0.isText && wholeNumber(reader.source($0)) == nil }
      )
    else { return nil }
    reader.report(
      .unexpectedText, "\(owner) has no block", reader.range(brace),
      help: "write its concepts behind `=`, parted by commas: `\(example)`")
    skipDeclaration()
    return reader.text(word)
  }

  private func startsComment(behind token: Token) -> Bool {
    file.utf8[token.end...].first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "#")
  }

  /// The tokens of the line before `=`, `+=` or `-=`.
  private func headTokens() -> ArraySlice<Token> {
    tokens[position...].prefix { !$0.endsDeclaration && !$0.isAssignment }
  }

  private func rangeRead(from start: Token) -> TextRange {
    reader.excerpt.range(start.start, max(start.end, tokens[max(position - 1, 0)].end))
  }

  private mutating func parseID(_ keyword: Token, _ head: ArraySlice<Token>) -> Located<Int>? {
    let help = "write `class 0 road = road, street`; the number is the class's id in the labels"
    if let first = head.first, first.kind == .string, head.count > 1,
      let id = wholeNumber(String(reader.source(first).dropFirst().dropLast()))
    {
      reader.report(
        .badNumber, "the id stands in quotes", reader.range(first), help: "write `class \(id)`",
        fix: Fix("take the quotes off", [.init(reader.range(first), String(id))]))
      advance()
      return Located(id, at: reader.range(first))
    }
    guard let first = head.first, first.kind == .word else {
      let isHidden = head.isEmpty && startsComment(behind: keyword)
      reader.report(
        .missingID, "the class has no id\(head.isEmpty ? " and no name" : "")",
        head.first.map(reader.range) ?? reader.range(keyword),
        help: isHidden ? "`#` starts a comment: write `class 0`, without it" : help)
      return nil
    }
    let written = reader.source(first)
    if let id = wholeNumber(written) {
      // A class may be called by a number: `class 0 10 = ten`, but not `class 0 = zero`.
      advance()
      return Located(id, at: reader.range(first))
    }
    if written.hasSuffix(":"), let id = wholeNumber(String(written.dropLast())), head.count > 1 {
      let colon = reader.excerpt.range(first.end - 1, first.end)
      reader.report(
        .badNumber, "`:` cannot stand behind the id", colon, help: "write `class \(id)`",
        fix: Fix("remove it", [.init(colon, "")]))
      advance()
      return Located(id, at: reader.excerpt.range(first.start, first.end - 1))
    }
    if let digit = written.unicodeScalars.first,
      digit == "-" || digit == "+" || ("0"..."9").contains(digit), head.count > 1
    {
      reader.report(
        .badNumber, "\(quoted(written)) is not an id", reader.range(first),
        help: "an id is a whole number from 0 to 65535, without leading zeros")
      advance()
      return nil
    }
    let second = head.dropFirst().first
    if head.count == 2, let second, let id = wholeNumber(reader.source(second)) {
      reader.report(
        .missingID, "the id stands behind the name", reader.range(second),
        help: "write `class \(id) \(written)`")
      return Located(id, at: reader.range(second))
    }
    let words = head.prefix { $0.kind == .word }
    let isSeveral = words.count > 1 && words.count == head.count
    isNameReported = isSeveral
    let last = words.last.map(reader.source) ?? ""
    let own: String? =
      if last == "+" || last == "-", words.count > 1 {
        "write \(quoted("class \(reader.source(words.dropLast())) \(last)= …")), without a blank in "
          + quoted("\(last)=")
      } else if words.count == 3, wholeNumber(reader.source(words[words.startIndex + 1])) != nil {
        "write \(quoted("class " + reader.source(words.dropFirst()) + " = …"))"
      } else if document.extends != nil, words.count == 1, tokens[head.endIndex].kind == .equals {
        "write \(quoted("class \(last) += …")) to add to an inherited class, or "
          + quoted("class ID \(last) = …") + " for one that is new"
      } else if isSeveral {
        "write `class 0 \"\(reader.source(words))\" = …`"
      } else {
        nil
      }
    reader.report(
      .missingID, "the class has no id", reader.range(words), help: own ?? help)
    return nil
  }

  /// The name of a class or an ood entry: what stands before `=`, or before `near` of an ood entry.
  /// After a mistake in the name, the cursor stands at `near`, `=` or the end of the line.
  private mutating func parseOwnerName(
    _ owner: String, _ start: Token, example: String
  ) -> Located<String>? {
    let isOOD = owner == "the ood entry"
    let head = headTokens()
    let hasEquals = tokens[head.endIndex].isAssignment
    let isPatch = change(behind: head) != nil
    guard let first = head.first else {
      // `class = road` has been reported as a class without an id.
      if tokens[position - 1].start != start.start || isOOD || isPatch {
        reader.report(
          .missingName, "\(owner) has no name", reader.range(tokens[position - 1]),
          help: "write `\(example)`")
      }
      if !hasEquals { isHeadReported = true }
      return nil
    }
    if first.isString {
      let name = reader.text(first)
      advance()
      if first.kind == .unclosedString { isHeadReported = true }
      return checked(name, of: owner)
    }
    let words = head.prefix { $0.kind == .word }
    var name = words
    if isOOD {
      // `ood near = …` is an entry called near, and so is `ood near near truck = …`; but
      // `ood near truck = …` has no name.
      if let near = words.dropFirst().indices.first(where: { reader.isWord(tokens[$0], "near") }) {
        name = words[..<near]
      } else if words.count > 1, reader.isWord(first, "near") {
        reader.report(
          .missingName, "\(owner) has no name", reader.range(start), help: "write `\(example)`")
        return nil
      }
    }
    guard !name.isEmpty else {
      reader.report(
        .missingName, "\(owner) has no name before \(quoted(reader.source(first)))",
        reader.range(first), help: "write `\(example)`; a name with other characters is quoted")
      position = head.endIndex
      return nil
    }
    if !hasEquals, name.endIndex == words.endIndex {
      return nameBeforeMissingEquals(name, owner)
    }
    // A swapped id has been reported.
    if !isOOD, !isPatch, name.count == 2,
      wholeNumber(reader.source(tokens[name.startIndex + 1])) != nil,
      tokens[name.startIndex - 1].start == start.start
    {
      position = name.endIndex
      return reader.phrase(name.prefix(1)).text
    }
    let next = tokens[words.endIndex]
    if hasEquals, next.kind == .openParenthesis || next.kind == .exclamation {
      let (text, _) = reader.phrase(name)
      reader.report(
        .unexpectedText, "a name takes no plural and no mark",
        reader.range(tokens[words.endIndex..<head.endIndex]),
        help: "write it behind the concept: `\(text.value) = \(text.value)(s)`")
      position = head.endIndex
      return text
    }
    defer { if name.endIndex != words.endIndex, !isOOD { position = head.endIndex } }
    if isNameReported {
      isNameReported = false
      position = name.endIndex
      return reader.phrase(name).text
    }
    return takeName(name)
  }

  /// Where the line has no `=`, the name is its first word, and the rest is read as concepts.
  private mutating func nameBeforeMissingEquals(
    _ words: ArraySlice<Token>, _ owner: String
  ) -> Located<String>? {
    guard let first = words.first else { return nil }
    advance()
    let name = reader.phrase(words.prefix(1)).text
    var value = name.value
    isHeadReported = true
    if value.hasSuffix(":"), value.count > 1 {
      value.removeLast()
      let colon = reader.excerpt.range(first.end - 1, first.end)
      reader.report(
        .missingEquals, "expected `=` behind the name of \(owner), found `:`", colon,
        help: "write `=` for `:`")
      return Located(value, at: reader.excerpt.range(first.start, first.end - 1))
    }
    reader.report(
      .missingEquals, "\(owner) has no `=`", name.range, label: "`=` belongs behind the name",
      help: "write `NAME = concept, concept`; "
        + (document.extends == nil || owner != "the class"
          ? "a name of several words is quoted"
          : "an inherited class gets another id by `renumber \(value) ID`"))
    return name
  }

  /// At `near`: the names up to `=`.
  /// Grammar: near
  private mutating func parseNear() -> [Located<String>] {
    let near = reader.range(current)
    advance()
    var names: [Located<String>] = []
    var expectsName = true
    while true {
      if current.kind == .lineEnd, expectsName, token(1).isText,
        !startsDeclaration(at: position + 1)
      {
        advance()
      } else if current.kind == .comma {
        if expectsName { reportMissingNear(reader.range(current)) }
        expectsName = true
        advance()
      } else if expectsName, current.kind == .word, lacksEquals {
        let name = reader.text(current)
        reader.report(
          .missingEquals, "the ood entry has no `=`", name.range,
          label: "`=` belongs behind the names", help: "write `near truck, bus = concept, concept`")
        isHeadReported = true
        advance()
        return names + [name]
      } else if expectsName, let name = parseName(inList: true) {
        if let name = checked(name, of: "a class behind `near`") { names.append(name) }
        expectsName = false
      } else {
        break
      }
    }
    if expectsName { reportMissingNear(names.isEmpty ? near : reader.range(tokens[position - 1])) }
    return names
  }

  /// Whether the line ends in names with neither `=` nor a comma that goes on.
  private var lacksEquals: Bool {
    let rest = tokens[position...].prefix { $0.kind == .word }
    return !tokens[rest.endIndex].isAssignment && tokens[rest.endIndex].kind != .comma
  }

  private mutating func reportMissingNear(_ range: TextRange) {
    reader.report(
      .missingName, "a class name is missing behind `near`", range,
      help: "write `near truck, bus =`, with names of classes of this set")
  }
}
