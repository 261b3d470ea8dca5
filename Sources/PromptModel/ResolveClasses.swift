import PromptSource
import PromptSyntax

/// The ids a class may have: those that a label image of 16 bits can hold.
private let classIDs = 0...65_535

/// Resolves the classes in source order; a second class of the same name is left out.
func resolveClasses(
  _ document: Document, _ templates: inout TemplateScope
) -> ([IDClass], [Diagnostic]) {
  let file = document.file
  var classes: [IDClass] = []
  var findings: [Diagnostic] = []
  var ofName: [String: ClassDeclaration] = [:]
  var ofID: [Int: Located<String>] = [:]

  for declaration in document.classes {
    let name = declaration.name
    let place = SourcePlace(file, name.range)
    if let earlier = ofName[name.value] {
      findings.append(
        Diagnostic(
          .duplicateClassName, "class \(quoted(name.value)) is declared twice", at: place,
          label: "again here",
          related: [.init("first here", at: SourcePlace(file, earlier.name.range))],
          help: "put all concepts into one of them, or rename one"))
      continue
    }
    ofName[name.value] = declaration
    let id = checkID(declaration, in: file, &ofID, &findings)
    let list = declaration.templates.map { templates.list($0) ?? .bare } ?? templates.default
    classes.append(
      IDClass(
        id: id, name: name.value, superclass: declaration.superclass?.value, templates: list,
        concepts: declaration.concepts, place: place))
  }
  findings += checkSuperclasses(document, ofName)
  return (classes, findings)
}

private func checkID(
  _ declaration: ClassDeclaration, in file: SourceFile, _ ofID: inout [Int: Located<String>],
  _ findings: inout [Diagnostic]
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
  if let earlier = ofID[id.value] {
    findings.append(
      Diagnostic(
        .duplicateClassID,
        "id \(id.value) is used by \(quoted(earlier.value)) and \(quoted(name.value))",
        at: SourcePlace(file, id.range), label: "again here",
        related: [.init("first used by this class", at: SourcePlace(file, earlier.range))],
        help: "classes that count as one at test time are joined by a superclass"))
  } else {
    ofID[id.value] = name
  }
  return id.value
}

/// A superclass may share the name of one of its own classes (`sky` with the class `sky`), but not of
/// a class outside: the two would be different columns of one name.
private func checkSuperclasses(
  _ document: Document, _ ofName: [String: ClassDeclaration]
) -> [Diagnostic] {
  var seen = Set<String>()
  return document.classes.compactMap { declaration in
    guard let superclass = declaration.superclass, seen.insert(superclass.value).inserted,
      let named = ofName[superclass.value], named.superclass?.value != superclass.value
    else { return nil }
    return Diagnostic(
      .nameInTwoRoles,
      "\(quoted(superclass.value)) is a superclass and a class outside it",
      at: SourcePlace(document.file, superclass.range), label: "the superclass",
      related: [.init("the class", at: SourcePlace(document.file, named.name.range))],
      help: "move the class into the superclass, or rename one of them")
  }
}
