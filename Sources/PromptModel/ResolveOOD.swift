import PromptSource
import PromptSyntax

/// Resolves the ood entries in source order; a second entry of the same name is left out.
func resolveOOD(
  _ document: Document, _ templates: inout TemplateScope
) -> ([OODEntry], [Diagnostic]) {
  let file = document.file
  var entries: [OODEntry] = []
  var findings: [Diagnostic] = []
  var first: [String: TextRange] = [:]
  var names = NearNames(document)

  for declaration in document.ood {
    let name = declaration.name
    let place = SourcePlace(file, name.range)
    if let earlier = first[name.value] {
      findings.append(
        Diagnostic(
          .duplicateOODName, "ood entry \(quoted(name.value)) is declared twice", at: place,
          label: "again here", related: [.init("first here", at: SourcePlace(file, earlier))],
          help: "put all concepts into one of them, or rename one"))
      continue
    }
    first[name.value] = name.range
    if let (role, range) = names.role(of: name.value) {
      findings.append(
        Diagnostic(
          .nameInTwoRoles, "\(quoted(name.value)) is an ood entry and a \(role)", at: place,
          label: "the ood entry",
          related: [.init("the \(role)", at: SourcePlace(file, range))],
          help: "what a class covers is normal, what an ood entry covers is not: rename one of them"
        ))
    }
    let near = names.resolve(declaration.near, in: file, &findings)
    let list = declaration.templates.map { templates.list($0) ?? .bare } ?? templates.default
    entries.append(
      OODEntry(
        name: name.value, near: near, templates: list, concepts: declaration.concepts, place: place)
    )
  }
  return (entries, findings)
}

/// The names an entry may or may not share with the classes.
private struct NearNames {
  private var classes: [String: TextRange] = [:]
  private var superclasses: [String: (range: TextRange, members: [String])] = [:]
  private var suggestions: NameSuggestions

  init(_ document: Document) {
    for declaration in document.classes where classes[declaration.name.value] == nil {
      let name = declaration.name.value
      classes[name] = declaration.name.range
      if let superclass = declaration.superclass {
        superclasses[superclass.value, default: (superclass.range, [])].members.append(name)
      }
    }
    suggestions = NameSuggestions(document.classes.map(\.name.value))
  }

  /// Whether a name is taken by a class or a superclass, and where.
  func role(of name: String) -> (String, TextRange)? {
    if let range = classes[name] { return ("class", range) }
    if let superclass = superclasses[name] { return ("superclass", superclass.range) }
    return nil
  }

  /// The classes an entry is near to, each once; unknown ones are left out.
  mutating func resolve(
    _ near: [Located<String>], in file: SourceFile, _ findings: inout [Diagnostic]
  ) -> [String] {
    var first: [String: TextRange] = [:]
    var resolved: [String] = []
    for target in near {
      let name = target.value
      let place = SourcePlace(file, target.range)
      guard classes[name] != nil else {
        findings.append(
          Diagnostic(
            .unknownNear, "no class \(quoted(name))", at: place, help: help(forUnknown: name),
            fix: superclasses[name] == nil
              ? suggestions.nearest(to: name).flatMap { replacement($0, for: target, in: file) }
              : nil))
        continue
      }
      if let earlier = first[name] {
        findings.append(
          Diagnostic(
            .repeatedNear, "class \(quoted(name)) is named twice", at: place, label: "again here",
            related: [.init("first here", at: SourcePlace(file, earlier))],
            help: "once is enough",
            fix: file.removal(ofListEntry: target.range).map { Fix("remove it", [$0]) }))
        continue
      }
      first[name] = target.range
      resolved.append(name)
    }
    return resolved
  }

  private mutating func help(forUnknown name: String) -> String? {
    if let superclass = superclasses[name] {
      let members = superclass.members.prefix(8).map(quoted).joined(separator: ", ")
      return "\(quoted(name)) is a superclass: name its classes, \(members)"
    }
    if let nearest = suggestions.nearest(to: name) { return "did you mean \(quoted(nearest))?" }
    return "`near` names classes of this set; leave it out for an outlier that resembles none"
  }
}
