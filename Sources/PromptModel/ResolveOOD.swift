import PromptSource
import PromptSyntax

extension MergedSet {
  /// Adds the ood entries that a file declares, in source order; a second entry of the same name is
  /// left out.
  mutating func addOOD(_ document: Document, _ index: Int, _ templates: inout TemplateScope) {
    let file = document.file
    let entries = ood.map(\.name) + document.ood.filter { $0.change == .define }.map(\.name.value)
    var names = NearNames(classes, ood: Set(entries))
    for declaration in document.ood where declaration.change == .define {
      let name = declaration.name
      let place = SourcePlace(file, name.range)
      if let earlier = oodIndex[name.value].map({ ood[$0].place }) {
        findings.append(
          earlier.file === file
            ? Diagnostic(
              .duplicateOODName, "ood entry \(quoted(name.value)) is declared twice", at: place,
              label: "again here", related: [.init("first here", at: earlier)],
              help: "put all concepts into one of them, or rename one")
            : inherited("ood", name.value, at: place, from: earlier))
        continue
      }
      let near = names.resolve(declaration.near, of: name.value, in: file, &findings)
      let list =
        declaration.templates.map {
          templates.list($0, from: index, behind: declaration.concepts.last) ?? .bare
        }
        ?? templates.defaultList(from: index)
      oodIndex[name.value] = ood.count
      ood.append(
        OODEntry(
          name: name.value, near: near.map(\.name), nearPlaces: near.map(\.place), templates: list,
          concepts: declaration.concepts.map { ConceptEntry($0, in: file) }, place: place))
    }
  }

  /// Ood entries that share their name with a class or a superclass.
  func checkRoles() -> [Diagnostic] {
    var superclasses: [String: SourcePlace] = [:]
    for entry in classes {
      guard let name = entry.superclass, superclasses[name] == nil else { continue }
      superclasses[name] = entry.superclassPlace
    }
    return ood.compactMap { entry in
      let named = classIndex[entry.name].map { ("class", classes[$0].place) }
      guard let (role, place) = named ?? superclasses[entry.name].map({ ("superclass", $0) }) else {
        return nil
      }
      return Diagnostic(
        .nameInTwoRoles, "\(quoted(entry.name)) is an ood entry and a \(role)", at: entry.place,
        label: "the ood entry", related: [.init("the \(role)", at: place)],
        help: "what a class covers is normal, what an ood entry covers is not: rename one of them")
    }
  }
}

/// The names an entry may be near.
private struct NearNames {
  private let classes: Set<String>
  /// The names of ood entries, which nothing can be near.
  private let ood: Set<String>
  private var superclasses: [String: [String]] = [:]
  private var suggestions: NameSuggestions

  init(_ classes: [IDClass], ood: Set<String>) {
    self.ood = ood
    self.classes = Set(classes.map(\.name))
    for entry in classes {
      if let superclass = entry.superclass {
        superclasses[superclass, default: []].append(entry.name)
      }
    }
    suggestions = NameSuggestions(classes.map(\.name))
  }

  /// The classes an entry is near to, each once; unknown ones are left out.
  mutating func resolve(
    _ near: [Located<String>], of entry: String, in file: SourceFile,
    _ findings: inout [Diagnostic]
  ) -> [(name: String, place: SourcePlace)] {
    var first: [String: TextRange] = [:]
    var resolved: [(name: String, place: SourcePlace)] = []
    for target in near {
      let name = target.value
      let place = SourcePlace(file, target.range)
      guard classes.contains(name) else {
        findings.append(
          Diagnostic(
            .unknownNear, "no class \(quoted(name))", at: place,
            help: help(forUnknown: name, of: entry),
            fix: superclasses[name] == nil && !ood.contains(name)
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
      resolved.append((name, place))
    }
    return resolved
  }

  private mutating func help(forUnknown name: String, of entry: String) -> String? {
    if name == entry {
      return "it is the entry itself: name the classes that it resembles, or leave `near` out"
    }
    if ood.contains(name), superclasses[name] == nil {
      return "it is an ood entry, and `near` names classes: name those that this one resembles"
    }
    if let superclass = superclasses[name] {
      let members = superclass.prefix(8).map(quoted).joined(separator: ", ")
      return "\(quoted(name)) is a superclass: name its classes, \(members)"
    }
    let several = name.split(separator: ",").map { $0.drop { $0 == " " } }
    if several.count > 1, several.allSatisfy({ classes.contains(String($0)) }) {
      return "it is one name in quotes: quote each class by itself, and part them by commas"
    }
    if let nearest = suggestions.nearest(to: name) { return "did you mean \(quoted(nearest))?" }
    return "`near` names classes of this set; leave it out for an outlier that resembles none"
  }
}
