import PromptSource
import PromptSyntax

extension MergedSet {
  /// What a file has removed, by name.
  struct Removed {
    var classes: [String: SourcePlace] = [:]
    var ood: [String: SourcePlace] = [:]
  }

  mutating func remove(_ document: Document, _ extends: ExtendsDeclaration?) -> Removed {
    var removed = Removed()
    var classNames = NameSuggestions(classes.map(\.name))
    var oodNames = NameSuggestions(ood.map(\.name))
    for removal in document.removals {
      let name = removal.name
      let place = SourcePlace(document.file, name.range)
      let isClass = removal.kind == .class
      let earlier = isClass ? removed.classes[name.value] : removed.ood[name.value]
      if earlier == nil, (isClass ? classIndex : oodIndex)[name.value] != nil {
        if isClass {
          removed.classes[name.value] = place
        } else {
          removed.ood[name.value] = place
        }
        continue
      }
      let near =
        isClass ? classNames.nearest(to: name.value) : oodNames.nearest(to: name.value)
      findUnknown(
        isClass ? "class" : "ood entry", name.value, at: place, removedAt: earlier,
        declaredAt: declared(name.value, isClass: isClass, in: document), nearest: near,
        otherKind: (isClass ? oodIndex : classIndex)[name.value] != nil, verb: "remove", extends)
    }
    classes.removeAll { removed.classes[$0.name] != nil }
    ood.removeAll { removed.ood[$0.name] != nil }
    for name in removed.classes.keys { classIndex[name] = nil }
    for name in removed.ood.keys { oodIndex[name] = nil }
    if !removed.classes.isEmpty {
      for (index, entry) in classes.enumerated() { classIndex[entry.name] = index }
    }
    if !removed.ood.isEmpty {
      for (index, entry) in ood.enumerated() { oodIndex[entry.name] = index }
    }
    return removed
  }

  /// Applies `-=` and then `+=`; the patches of one class together, in source order.
  mutating func patch(
    _ document: Document, _ removed: Removed, _ extends: ExtendsDeclaration?
  ) {
    let file = document.file
    let classPatches = document.classes.filter { $0.change != .define }
    let oodPatches = document.ood.filter { $0.change != .define }
    var classNames = NameSuggestions(classes.map(\.name))
    var oodNames = NameSuggestions(ood.map(\.name))
    var changes: [Owner: [(Change, [ConceptDeclaration])]] = [:]
    var order: [Owner] = []
    var places: [Owner: SourcePlace] = [:]
    func note(_ owner: Owner, _ change: Change, _ concepts: [ConceptDeclaration], _ at: SourcePlace)
    {
      if changes[owner] == nil { order.append(owner) }
      changes[owner, default: []].append((change, concepts))
      places[owner] = at
    }
    for item in classPatches {
      let place = SourcePlace(file, item.name.range)
      if let index = classIndex[item.name.value] {
        note(.class(index), item.change, item.concepts, place)
      } else {
        findUnknown(
          "class", item.name.value, at: place, removedAt: removed.classes[item.name.value],
          declaredAt: declared(item.name.value, isClass: true, in: document),
          nearest: classNames.nearest(to: item.name.value),
          otherKind: oodIndex[item.name.value] != nil, verb: "change", extends)
      }
    }
    for item in oodPatches {
      let place = SourcePlace(file, item.name.range)
      if let index = oodIndex[item.name.value] {
        note(.ood(index), item.change, item.concepts, place)
      } else {
        findUnknown(
          "ood entry", item.name.value, at: place, removedAt: removed.ood[item.name.value],
          declaredAt: declared(item.name.value, isClass: false, in: document),
          nearest: oodNames.nearest(to: item.name.value),
          otherKind: classIndex[item.name.value] != nil, verb: "change", extends)
      }
    }
    for owner in order {
      let patches = changes[owner] ?? []
      let gone = patches.filter { $0.0 == .remove }.flatMap(\.1)
      let come = patches.filter { $0.0 == .add }.flatMap(\.1)
      let (title, before) =
        switch owner {
        case .class(let index): ("class \(quoted(classes[index].name))", classes[index].concepts)
        case .ood(let index): ("ood entry \(quoted(ood[index].name))", ood[index].concepts)
        }
      let concepts =
        subtract(gone, from: before, of: title, in: file) + come.map { ConceptEntry($0, in: file) }
      if concepts.isEmpty, !before.isEmpty, let place = places[owner] {
        findings.append(
          Diagnostic(
            .emptiedConceptSet, "\(title) has no concept left", at: place,
            help: "keep one, or take the whole of it out by `remove`"))
      }
      switch owner {
      case .class(let index): classes[index].concepts = concepts
      case .ood(let index): ood[index].concepts = concepts
      }
    }
  }

  private enum Owner: Hashable {
    case `class`(Int)
    case ood(Int)
  }

  private mutating func subtract(
    _ gone: [ConceptDeclaration], from concepts: [ConceptEntry], of owner: String,
    in file: SourceFile
  ) -> [ConceptEntry] {
    guard !gone.isEmpty else { return concepts }
    let keys = concepts.map { cleaned($0.declaration.text.value) }
    let present = Set(keys)
    var taken: [String: SourcePlace] = [:]
    var suggestions = NameSuggestions(concepts.map(\.declaration.text.value))
    for concept in gone {
      let key = cleaned(concept.text.value)
      let place = SourcePlace(file, concept.range)
      if let earlier = taken[key] {
        findings.append(
          Diagnostic(
            .unknownRemovedConcept, "concept \(quoted(concept.text.value)) is taken out twice",
            at: place, label: "again here", related: [.init("first here", at: earlier)],
            help: "once is enough"))
      } else if present.contains(key) {
        taken[key] = place
      } else {
        let near = suggestions.nearest(to: concept.text.value)
        let entry = concepts.first { $0.declaration.text.value == near }
        let written = entry.map { $0.file.text($0.declaration.range) }
        findings.append(
          Diagnostic(
            .unknownRemovedConcept,
            "\(owner) has no concept \(quoted(concept.text.value)) to take out", at: place,
            related: entry.map {
              [.init("an entry it has", at: SourcePlace($0.file, $0.declaration.range))]
            } ?? [],
            help: written.map { "did you mean \(quoted($0))? an entry goes as a whole" }
              ?? "`promptbank expand --origins` on the extended file lists what it has"))
      }
    }
    return zip(concepts, keys).filter { taken[$0.1] == nil }.map(\.0)
  }

  func declared(_ name: String, isClass: Bool, in document: Document) -> SourcePlace? {
    let range =
      isClass
      ? document.classes.first { $0.change == .define && $0.name.value == name }?.name.range
      : document.ood.first { $0.change == .define && $0.name.value == name }?.name.range
    return range.map { SourcePlace(document.file, $0) }
  }

  /// A patch, a renumbering or a removal of what is not inherited.
  mutating func findUnknown(
    _ kind: String, _ name: String, at place: SourcePlace, removedAt: SourcePlace?,
    declaredAt: SourcePlace?, nearest: String?, otherKind: Bool, verb: String,
    _ extends: ExtendsDeclaration?
  ) {
    var related: [Diagnostic.Related] = []
    let help: String
    if let declaredAt, removedAt == nil || verb == "renumber" {
      related = [.init("declared here", at: declaredAt)]
      help = "only what is inherited is changed so: change the declaration itself"
    } else if let removedAt {
      related = [.init("removed here", at: removedAt)]
      help =
        verb == "remove"
        ? "once is enough"
        : "drop the removal, or declare it anew" + place.file.say(" with `=`", "")
    } else if otherKind, verb == "renumber" {
      help = "it is an ood entry, which has no id"
    } else if otherKind {
      help =
        kind == "class"
        ? "it is an ood entry: write \(place.file.say("`ood`", "it under `ood`"))"
        : "it is a class: write \(place.file.say("`class`", "it under `classes`"))"
    } else if extends == nil {
      help =
        "only what is inherited is changed so: add "
        + place.file.say("`extends \"FILE\"`", "`extends: FILE`") + " with the set it is in"
    } else if kind == "class", let members = members(of: name) {
      help = "it is a superclass: \(verb) its classes, \(members)"
    } else if let nearest {
      help = "did you mean \(quoted(nearest))?"
    } else {
      help = "`promptbank expand --origins` on the extended file lists what it has"
    }
    findings.append(
      Diagnostic(
        .unknownPatchTarget, "no inherited \(kind) \(quoted(name)) to \(verb)", at: place,
        related: related, help: help))
  }

  /// The first classes of a superclass, for a message; nil where no class has it.
  private func members(of superclass: String) -> String? {
    let names = classes.filter { $0.superclass == superclass }.map { quoted($0.name) }
    guard !names.isEmpty else { return nil }
    return names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and others" : "")
  }

  /// Takes removed classes out of the `near` lists of entries that stayed, each with a finding.
  mutating func dropNear(_ removed: Removed) {
    guard !removed.classes.isEmpty else { return }
    for index in ood.indices {
      let entry = ood[index]
      // A class that was declared anew under the name is near still.
      let isGone = entry.near.map { removed.classes[$0] != nil && classIndex[$0] == nil }
      guard isGone.contains(true) else { continue }
      for (offset, name) in entry.near.enumerated() where isGone[offset] {
        guard let place = removed.classes[name] else { continue }
        findings.append(
          Diagnostic(
            .removedNear,
            "class \(quoted(name)) is removed, and ood entry \(quoted(entry.name)) is near it",
            at: place, related: [.init("near it here", at: entry.nearPlaces[offset])],
            help: place.file.say(
              "add \(quoted("remove ood \(printName(entry.name))"))"
                + ", and declare the entry anew near the classes that are left",
              "add \(quoted(entry.name)) to the `ood` of `remove`, and declare the entry anew near the "
                + "classes that are left")))
      }
      ood[index].near = zip(entry.near, isGone).filter { !$0.1 }.map(\.0)
      ood[index].nearPlaces = zip(entry.nearPlaces, isGone).filter { !$0.1 }.map(\.0)
    }
  }
}
