import PromptSource
import PromptSyntax

/// The ids a class may have: those that a label image of 16 bits can hold.
private let classIDs = 0...65_535

extension MergedSet {
  /// Adds the classes that a file declares, in source order; a second class of the same name is left
  /// out.
  mutating func addClasses(_ document: Document, _ index: Int, _ templates: inout TemplateScope) {
    let file = document.file
    var ofID: [Int: SourcePlace] = [:]
    for entry in classes where entry.id >= 0 && ofID[entry.id] == nil {
      ofID[entry.id] = entry.place
    }
    for declaration in document.classes where declaration.change == .define {
      let name = declaration.name
      let place = SourcePlace(file, name.range)
      if let earlier = classIndex[name.value].map({ classes[$0].place }) {
        findings.append(
          earlier.file === file
            ? Diagnostic(
              .duplicateClassName, "class \(quoted(name.value)) is declared twice", at: place,
              label: "again here", related: [.init("first here", at: earlier)],
              help: "put all concepts into one of them, or rename one")
            : inherited("class", name.value, at: place, from: earlier))
        continue
      }
      let id = checkID(declaration, in: file, &ofID)
      let list =
        declaration.templates.map {
          templates.list($0, from: index, behind: declaration.concepts.last) ?? .bare
        }
        ?? templates.defaultList(from: index)
      classIndex[name.value] = classes.count
      classes.append(
        IDClass(
          id: id, name: name.value, superclass: declaration.superclass?.value,
          superclassPlace: declaration.superclass.map { SourcePlace(file, $0.range) },
          templates: list, concepts: declaration.concepts.map { ConceptEntry($0, in: file) },
          place: place))
    }
  }

  /// A class or an ood entry that is declared anew, but was not removed.
  func inherited(
    _ kind: String, _ name: String, at place: SourcePlace, from earlier: SourcePlace
  ) -> Diagnostic {
    let owner = kind == "ood" ? "ood entry" : kind
    let written = name.contains(" ") ? "\"\(name)\"" : name
    return Diagnostic(
      .inheritedName, "\(owner) \(quoted(name)) is inherited already", at: place,
      related: [.init("inherited from here", at: earlier)],
      help: place.file.say(
        "change it by \(quoted("\(kind) \(written) += …")) or `-=`, or start anew with "
          + quoted("remove \(kind) \(written)"),
        "change it by \(quoted("\(name): {add: […]}")) or `{remove: […]}`, or start anew with "
          + quoted("remove: {\(kind == "ood" ? "ood" : "classes"): [\(name)]}") + " in the file"))
  }

  private mutating func checkID(
    _ declaration: ClassDeclaration, in file: SourceFile, _ ofID: inout [Int: SourcePlace]
  ) -> Int {
    let name = declaration.name
    guard let id = declaration.id else { return -1 }
    guard classIDs.contains(id.value) else {
      findings.append(
        Diagnostic(
          .classIDOutOfRange, "class id \(id.value) is not within 0 to \(classIDs.upperBound)",
          at: SourcePlace(file, id.range),
          help: id.value < 0
            ? "what evaluation ignores is not a class: leave it out or make it an ood entry"
            : "a label image of 16 bits holds no more"))
      return -1
    }
    guard let earlier = ofID[id.value] else {
      ofID[id.value] = SourcePlace(file, name.range)
      return id.value
    }
    let other = classes.first { $0.id == id.value }?.name ?? ""
    findings.append(
      Diagnostic(
        .duplicateClassID,
        "id \(id.value) is used by \(quoted(other)) and \(quoted(name.value))",
        at: SourcePlace(file, id.range), label: "again here",
        related: [.init("first used by this class", at: earlier)],
        help: earlier.file === file
          ? "classes that count as one at test time are joined by a superclass"
          : "the id is inherited: take one that is free, or take the other class out by `remove`"))
    return id.value
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
