import PromptSource
import PromptSyntax

extension MergedSet {
  /// Gives inherited classes the ids of a file, all at once: two classes may swap theirs.
  mutating func renumber(
    _ document: Document, _ removed: Removed, _ extends: ExtendsDeclaration?
  ) {
    guard !document.renumberings.isEmpty else { return }
    let file = document.file
    var names = NameSuggestions(classes.map(\.name))
    var first: [String: SourcePlace] = [:]
    for item in document.renumberings {
      let name = item.name
      let place = SourcePlace(file, name.range)
      guard let index = classIndex[name.value] else {
        findUnknown(
          "class", name.value, at: place, removedAt: removed.classes[name.value],
          declaredAt: declared(name.value, isClass: true, in: document),
          nearest: names.nearest(to: name.value), otherKind: oodIndex[name.value] != nil,
          verb: "renumber", extends)
        continue
      }
      let idPlace = SourcePlace(file, item.id.range)
      if let earlier = first[name.value] {
        findings.append(
          Diagnostic(
            .repeatedRenumbering, "class \(quoted(name.value)) is renumbered twice", at: place,
            label: "again here", related: [.init("first here", at: earlier)],
            help: "keep the line with the id of the label images"))
        continue
      }
      first[name.value] = place
      let id = checked(item.id, in: file)
      guard id != classes[index].id || id < 0 else {
        findings.append(
          Diagnostic(
            .unchangedID, "class \(quoted(name.value)) has the id \(id) already", at: idPlace,
            related: [.init("inherited from here", at: classes[index].idPlace)],
            help: "leave the renumbering out, or give the id that the class has here",
            fix: file.removal(ofRenumbering: item.range).map { Fix("remove it", [$0]) }))
        continue
      }
      classes[index].id = id
      classes[index].idPlace = idPlace
    }
  }

  /// Finds two classes of one id where a file brings it about, by a declaration or a renumbering.
  mutating func checkIDs(_ document: Document) {
    let file = document.file
    var first: [Int: Int] = [:]
    func isEarlier(_ one: IDClass, _ other: IDClass) -> Bool {
      let (isOwn, isOtherOwn) = (one.idPlace.file === file, other.idPlace.file === file)
      return isOwn == isOtherOwn
        ? isOwn && one.idPlace.range.start < other.idPlace.range.start : isOtherOwn
    }
    for (index, entry) in classes.enumerated() where entry.id >= 0 {
      guard let known = first[entry.id] else {
        first[entry.id] = index
        continue
      }
      if isEarlier(entry, classes[known]) { first[entry.id] = index }
    }
    for (index, entry) in classes.enumerated()
    where entry.id >= 0 && entry.idPlace.file === file && first[entry.id] != index {
      guard let other = first[entry.id].map({ classes[$0] }) else { continue }
      findings.append(clash(of: entry, with: other, in: file))
    }
  }

  private func clash(of entry: IDClass, with other: IDClass, in file: SourceFile) -> Diagnostic {
    let isInherited = other.idPlace.file !== file
    let help: String
    if isInherited {
      let line = file.say("renumber \(printName(other.name)) ID", "renumber: {\(other.name): ID}")
      help =
        "the id is inherited: take one that is free, give the other class another by "
        + "\(quoted(line)), or take it out by `remove`"
    } else if entry.isRenumbered || other.isRenumbered {
      help = "give each class the id that it has in the label images"
    } else {
      help = "classes that count as one at test time are joined by a superclass"
    }
    return Diagnostic(
      .duplicateClassID,
      "id \(entry.id) is used by \(quoted(other.name)) and \(quoted(entry.name))",
      at: entry.idPlace, label: "again here",
      related: [.init("first used by this class", at: other.numberedPlace)], help: help)
  }
}

extension SourceFile {
  /// The change that takes a renumbering out: its line, or its entry of a YAML mapping in braces; nil
  /// where something else would be left without it.
  fileprivate func removal(ofRenumbering range: TextRange) -> Fix.Edit? {
    isYAML(self) ? removal(ofListEntry: range) : removal(ofLine: range)
  }
}
