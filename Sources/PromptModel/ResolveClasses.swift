import PromptSource
import PromptSyntax

/// The ids a class may have: those that a label image of 16 bits can hold.
private let classIDs = 0...65_535

extension MergedSet {
  /// Adds the classes that a file declares, in source order; a second class of the same name is left
  /// out. Two classes of one id are found by ``checkIDs(_:)``.
  mutating func addClasses(_ document: Document, _ index: Int, _ templates: inout TemplateScope) {
    let file = document.file
    for declaration in document.classes where declaration.change == .define {
      let name = declaration.name
      let place = SourcePlace(file, name.range)
      if let known = classIndex[name.value].map({ classes[$0] }) {
        let earlier = known.place
        findings.append(
          earlier.file === file
            ? Diagnostic(
              .duplicateClassName, "class \(quoted(name.value)) is declared twice", at: place,
              label: "again here", related: [.init("first here", at: earlier)],
              help: "put all concepts into one of them, or rename one")
            : inherited(
              "class", name.value, at: place, from: earlier,
              otherID: declaration.id.map(\.value).flatMap { $0 == known.id ? nil : $0 }))
        continue
      }
      let id = declaration.id.map { checked($0, in: file) }
      let list =
        declaration.templates.map {
          templates.list($0, from: index, behind: declaration.concepts.last) ?? .bare
        }
        ?? templates.defaultList(from: index)
      classIndex[name.value] = classes.count
      classes.append(
        IDClass(
          id: id ?? -1, idPlace: declaration.id.map { SourcePlace(file, $0.range) },
          name: name.value, superclass: declaration.superclass?.value,
          superclassPlace: declaration.superclass.map { SourcePlace(file, $0.range) },
          templates: list, concepts: declaration.concepts.map { ConceptEntry($0, in: file) },
          place: place))
    }
  }

  /// A class or an ood entry that is declared anew, but was not removed.
  ///
  /// - Parameter otherID: the id of the new declaration, where the inherited class has another.
  func inherited(
    _ kind: String, _ name: String, at place: SourcePlace, from earlier: SourcePlace,
    otherID: Int? = nil
  ) -> Diagnostic {
    let owner = kind == "ood" ? "ood entry" : kind
    let written = printName(name)
    return Diagnostic(
      .inheritedName, "\(owner) \(quoted(name)) is inherited already", at: place,
      related: [.init("inherited from here", at: earlier)],
      help: place.file.say(
        "change it by \(quoted("\(kind) \(written) += …")) or `-=`, "
          + (otherID.map { "its id by \(quoted("renumber \(written) \($0)")), " } ?? "")
          + "or start anew with " + quoted("remove \(kind) \(written)"),
        "change it by \(quoted("\(name): {add: […]}")) or `{remove: […]}`, "
          + (otherID.map { "its id by \(quoted("renumber: {\(name): \($0)}")), " } ?? "")
          + "or start anew with "
          + quoted("remove: {\(kind == "ood" ? "ood" : "classes"): [\(name)]}") + " in the file"))
  }

  /// The id, or −1 and a finding where no label image can hold it.
  mutating func checked(_ id: Located<Int>, in file: SourceFile) -> Int {
    if classIDs.contains(id.value) { return id.value }
    findings.append(
      Diagnostic(
        .classIDOutOfRange, "class id \(id.value) is not within 0 to \(classIDs.upperBound)",
        at: SourcePlace(file, id.range),
        help: id.value < 0
          ? "what evaluation ignores is not a class: leave it out or make it an ood entry"
          : "a label image of 16 bits holds no more"))
    return -1
  }

  /// A superclass may share the name of one of its own classes (`sky` with the class `sky`), but not of
  /// a class outside: the two would be different columns of one name.
  func checkSuperclasses() -> [Diagnostic] {
    var seen = Set<String>()
    return classes.compactMap { entry in
      guard let superclass = entry.superclass, let place = entry.superclassPlace,
        seen.insert(superclass).inserted,
        let named = classIndex[superclass].map({ classes[$0] }), named.superclass != superclass
      else { return nil }
      return Diagnostic(
        .nameInTwoRoles, "\(quoted(superclass)) is a superclass and a class outside it", at: place,
        label: "the superclass", related: [.init("the class", at: named.place)],
        help: "move the class into the superclass, or rename one of them")
    }
  }
}
