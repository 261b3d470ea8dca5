import PromptSource

extension Change {
  /// As the concise spelling writes it.
  var sign: String {
    switch self {
    case .define: "="
    case .add: "+="
    case .remove: "-="
    }
  }
}

extension Parser {
  /// What the sign behind the head of a class or an ood entry asks for; nil for anything but a patch.
  /// Grammar: class-patch, ood-patch
  func change(behind head: ArraySlice<Token>) -> Change? {
    let sign = tokens[head.endIndex]
    switch sign.kind {
    case .plusEquals: return .add
    case .minusEquals: return .remove
    case .equals:
      // `=+` is reported with the list behind it.
      let rest = tokens[head.endIndex + 1]
      guard rest.start == sign.end else { return nil }
      return reader.isWord(rest, "+") ? .add : reader.isWord(rest, "-") ? .remove : nil
    default: return nil
    }
  }

  /// A patch has no id: the class has one already.
  mutating func skipPatchID(_ head: ArraySlice<Token>) {
    guard head.count > 1, let first = head.first, first.kind == .word,
      wholeNumber(reader.source(first)) != nil
    else { return }
    reader.report(
      .unexpectedText, "a patch gives no id", reader.range(first),
      help: "leave the id out: the class keeps its own, or has another by a line "
        + quoted("renumber \(reader.source(head.dropFirst())) \(reader.source(first))"))
    advance()
  }

  /// A patch does not choose templates.
  mutating func dropTemplates(_ list: inout ConceptList, owner: String) {
    guard let templates = list.templates else { return }
    let kind = owner == "class" ? "class" : "ood"
    reader.report(
      .unexpectedText, "a patch cannot change the templates of \(article(owner))",
      templates.range,
      help: "remove it by `remove \(kind) NAME` and declare it anew, or leave `with` out")
    list.templates = nil
  }

  private func article(_ owner: String) -> String { owner == "class" ? "a class" : "an ood entry" }

  /// What `remove` and a word that it does not know are meant to say.
  private func helpForRemoving(_ word: String) -> String {
    let line = restOfLine
    if word == "superclass", line.count > 1 {
      return "a superclass goes with its classes: remove each of them by `remove class NAME`"
    }
    if let from = line.firstIndex(where: { reader.isWord($0, "from") }), from > line.startIndex,
      from + 1 < line.endIndex
    {
      let (concept, name) = (reader.source(line[..<from]), reader.source(line[(from + 1)...]))
      return "a concept is taken out of its class: write \(quoted("class \(name) -= \(concept)"))"
    }
    let kinds = RemoveDeclaration.Kind.allCases.map(\.rawValue)
    return nearestName(to: word, among: kinds).map { "did you mean `remove \($0)`?" }
      ?? "write \(quoted("remove class \(word)")), or \(quoted("remove ood \(word)"))"
  }

  /// `remove class NAME`, `remove ood NAME`
  /// Grammar: remove
  mutating func parseRemove() {
    let start = current
    advance()
    declared.insert(.otherSetParts)
    let help = "write `remove class NAME` or `remove ood NAME`"
    let kinds = RemoveDeclaration.Kind.allCases
    guard current.kind == .word else {
      return reader.report(
        .missingName, "`remove` does not say what to remove", reader.range(start), help: help)
    }
    let word = reader.source(current)
    guard let kind = kinds.first(where: { $0.rawValue == word }) else {
      reader.report(
        .unexpectedText, "\(quoted(word)) is nothing that `remove` knows", reader.range(current),
        help: helpForRemoving(word))
      return skipToLineEnd()
    }
    let owner = kind == .class ? "the class" : "the ood entry"
    let keyword = reader.range(current)
    advance()
    guard let name = parseName() else {
      reader.report(.missingName, "`remove \(word)` has no name", keyword, help: help)
      return skipToLineEnd()
    }
    guard let name = checked(name, of: owner) else { return }
    document.removals.append(
      RemoveDeclaration(
        kind: kind, name: name, range: reader.range(start).union(name.range)))
    guard current.kind == .comma else { return }
    reader.report(
      .unexpectedText, "each `remove` takes one name", reader.range(restOfLine),
      help: "write each on a line of its own, with \(quoted("remove \(word)")) before it")
    skipToLineEnd()
  }
}
