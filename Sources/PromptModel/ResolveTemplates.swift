import PromptSource
import PromptSyntax

/// Every template list of a set's files, parsed, with references followed.
///
/// A file sees the lists that it declares, those of the files it imports or extends, and so on. Behind
/// `import … as street` the names that file sees are `street.NAME` instead.
struct TemplateScope {
  private(set) var findings: [Diagnostic] = []
  private var lists: [Key: Entry] = [:]
  private var filesDeclaring: [String: [Int]] = [:]
  private let files: ImportedFiles
  private var suggestions = NameSuggestions([])
  private var lastView: View?
  /// The lists that classes and ood entries gave.
  private var used = Set<Key>()
  /// The set's own lists whose names other files have given.
  private var conflicting = Set<Key>()

  private struct Key: Hashable {
    var file: Int
    var name: String
  }

  private struct Entry {
    var declaration: TemplateListDeclaration
    /// nil until a reference has been followed, and where it leads nowhere.
    var list: TemplateList?
  }

  /// What one file sees.
  private struct View {
    var file: Int
    var order: [Int]
    var files: Set<Int>
    var aliased: [ImportedFiles.Edge]
  }

  init(_ files: ImportedFiles) {
    self.files = files
    var order: [Key] = []
    for (index, document) in files.documents.enumerated() {
      for declaration in document.templateLists {
        let key = Key(file: index, name: declaration.name.value)
        guard lists[key] == nil else { continue }
        declare(declaration, as: key)
        order.append(key)
      }
    }
    checkNames()
    followReferences(order)
  }

  /// The list of that name as a file sees it, or nil with a finding at `reference`.
  ///
  /// `default` is always there: where no file declares it, it is the concept alone.
  ///
  /// - Parameter concept: the concept before `with`, which that word may belong to.
  mutating func list(
    _ reference: Located<String>, from file: Int, behind concept: ConceptDeclaration? = nil
  ) -> TemplateList? {
    if let key = find(reference.value, from: file) {
      used.insert(key)
      return lists[key]?.list
    }
    if reference.value == "default" { return .bare }
    findUnknown(reference, from: file, behind: concept)
    return nil
  }

  /// What a class without a list of its own gets.
  mutating func defaultList(from file: Int) -> TemplateList {
    guard let key = find("default", from: file) else { return .bare }
    used.insert(key)
    return lists[key]?.list ?? .bare
  }

  /// The set's own lists that no class and no ood entry uses, by itself or through another list.
  mutating func unused() -> [Diagnostic] {
    // A class that names no list there is may well mean one of these.
    if findings.contains(where: { $0.rule == .unknownTemplateList }) { return [] }
    let reached = reached(from: used)
    let document = files.documents[0]
    // A list that holds nothing, or has the name of another, has a finding of its own.
    let names = document.templateLists.map(\.name).filter {
      let key = Key(file: 0, name: $0.value)
      return !reached.contains(key) && lists[key]?.list?.templates.isEmpty == false
        && !conflicting.contains(key)
    }
    return names.map { name in
      Diagnostic(
        .unusedTemplateList,
        "no class and no ood entry uses the template list \(quoted(name.value))",
        at: SourcePlace(document.file, name.range),
        help: document.file.say(
          "name it behind `with`, call it `default`, or take it out",
          "name it as the `templates` of a class, call it `default`, or take it out"))
    }
  }

  /// The set's own imports of which no template list is used, be it by a list that is unused itself.
  ///
  /// Where an import or a list has an error, that is mended first; and an import whose classes are left out
  /// has a finding.
  mutating func unusedImports() -> [Diagnostic] {
    let document = files.documents[0]
    guard (files.findings + findings).allSatisfy({ $0.rule.level != .error }) else { return [] }
    let own = document.templateLists.map { Key(file: 0, name: $0.name.value) }
    let needed = Set(reached(from: used.union(own)).map(\.file))
    return files.imports(of: 0).filter { edge in
      !files.holdsClasses(edge.target)
        && needed.isDisjoint(with: files.reachable(from: edge.target))
    }.map { edge in
      Diagnostic(
        .unusedImport, "nothing of \(quoted(edge.link.path.value)) is used",
        at: SourcePlace(document.file, edge.link.path.range),
        help:
          document.file.say(
            "name one of its template lists behind `with` or in `templates default = …`",
            "name one of its template lists as the `templates` of a class or as `default`")
          + ", or take the import out")
    }
  }

  /// The lists, and those that they refer to.
  private mutating func reached(from starts: Set<Key>) -> Set<Key> {
    var reached = Set<Key>()
    for start in starts {
      var key = start
      while reached.insert(key).inserted, let entry = lists[key],
        case .reference(let target) = entry.declaration.body,
        let next = find(target.value, from: key.file)
      {
        key = next
      }
    }
    return reached
  }

  private mutating func view(from file: Int) -> View {
    if let lastView, lastView.file == file { return lastView }
    let order = files.visible(from: file)
    let view = View(
      file: file, order: order, files: Set(order), aliased: order.flatMap(files.aliased))
    lastView = view
    return view
  }

  private mutating func find(_ name: String, from file: Int) -> Key? {
    if lists[Key(file: file, name: name)] != nil { return Key(file: file, name: name) }
    var waiting = [Key(file: file, name: name)]
    var seen = Set(waiting)
    while let next = waiting.popLast() {
      let candidates = filesDeclaring[next.name] ?? []
      guard !candidates.isEmpty || next.name.utf8.contains(UInt8(ascii: ".")) else { continue }
      let view = view(from: next.file)
      if let found = candidates.first(where: view.files.contains) {
        return Key(file: found, name: next.name)
      }
      for edge in view.aliased {
        guard let alias = edge.link.alias?.value, next.name.hasPrefix(alias + ".") else { continue }
        let rest = Key(file: edge.target, name: String(next.name.dropFirst(alias.count + 1)))
        if seen.insert(rest).inserted { waiting.append(rest) }
      }
    }
    return nil
  }

  private mutating func declare(_ declaration: TemplateListDeclaration, as key: Key) {
    var list: TemplateList?
    if case .templates(let written) = declaration.body {
      let file = files.documents[key.file].file
      let name = declaration.name
      list = TemplateList(
        name: name.value, templates: parse(written, of: name, in: file),
        place: SourcePlace(file, name.range))
    }
    lists[key] = Entry(declaration: declaration, list: list)
    filesDeclaring[key.name, default: []].append(key.file)
  }

  /// Reports names that a set, or a file imported under an alias, sees twice.
  private mutating func checkNames() {
    var roots = [0]
    var isRoot: Set<Int> = [0]
    for file in files.documents.indices {
      for edge in files.aliased(by: file) where isRoot.insert(edge.target).inserted {
        roots.append(edge.target)
      }
    }
    var reported = Set<SourcePlace>()
    var names: [String] = []
    for root in roots {
      let view = view(from: root)
      var first: [String: (file: Int, range: TextRange)] = [:]
      for index in view.order {
        for declaration in files.documents[index].templateLists {
          let name = declaration.name
          guard let earlier = first[name.value] else {
            first[name.value] = (index, name.range)
            if root == 0 { names.append(name.value) }
            continue
          }
          let place = SourcePlace(files.documents[index].file, name.range)
          guard reported.insert(place).inserted else { continue }
          let first = SourcePlace(files.documents[earlier.file].file, earlier.range)
          conflicting.insert(Key(file: earlier.file, name: name.value))
          findings.append(
            files.inherits(earlier.file, from: index)
              ? inherited(name.value, at: first, from: place)
              : conflict(
                name.value, at: place, after: first, isSameFile: earlier.file == index))
        }
      }
      checkAliases(view)
      guard root == 0 else { continue }
      for edge in view.aliased.prefix(100) {
        guard let alias = edge.link.alias?.value else { continue }
        for file in files.visible(from: edge.target) {
          names += files.documents[file].templateLists.map { alias + "." + $0.name.value }
        }
      }
    }
    suggestions = NameSuggestions(names)
  }

  /// A list that a file declares although it inherits one of the name: only the heir can be changed by its
  /// author.
  private func inherited(
    _ name: String, at place: SourcePlace, from earlier: SourcePlace
  ) -> Diagnostic {
    let rename = "an inherited list is never replaced: give this one another name"
    return Diagnostic(
      .conflictingTemplateLists, "template list \(quoted(name)) is inherited already", at: place,
      related: [.init("inherited from here", at: earlier)],
      help: name == "default"
        ? place.file.say(
          rename + ", and write `with` and that name behind the classes that this file declares",
          rename + ", and write it as the `templates` of the classes that this file declares")
        : rename)
  }

  private func conflict(
    _ name: String, at place: SourcePlace, after earlier: SourcePlace, isSameFile: Bool
  ) -> Diagnostic {
    Diagnostic(
      .conflictingTemplateLists, "template list \(quoted(name)) is defined twice", at: place,
      label: "again here", related: [.init("first here", at: earlier)],
      help: isSameFile
        ? "rename one of them"
        : "imports share one set of names: rename one of them, or import its file `as` a name")
  }

  private mutating func checkAliases(_ view: View) {
    var first: [String: SourcePlace] = [:]
    for index in view.order {
      let file = files.documents[index].file
      for edge in files.aliased(by: index) {
        guard let alias = edge.link.alias else { continue }
        let place = SourcePlace(file, alias.range)
        guard let earlier = first[alias.value] else {
          first[alias.value] = place
          continue
        }
        findings.append(
          Diagnostic(
            .duplicateAlias, "two imports are called \(quoted(alias.value))", at: place,
            label: "again here", related: [.init("first here", at: earlier)],
            help: "give one of them another name"))
      }
    }
  }

  private mutating func parse(
    _ written: [Located<String>], of name: Located<String>, in file: SourceFile
  ) -> [Template] {
    if written.isEmpty {
      findings.append(
        Diagnostic(
          .emptyTemplateList, "template list \(quoted(name.value)) is empty",
          at: SourcePlace(file, name.range),
          help: "write at least one template; `\"{}\"` is the concept alone"))
    }
    var templates: [Template] = []
    var first: [[Template.Piece]: TextRange] = [:]
    for template in written {
      let (parsed, parserFindings) = parseTemplate(template, in: file)
      findings += parserFindings
      guard let parsed else { continue }
      if let earlier = first[parsed.pieces] {
        findings.append(
          Diagnostic(
            .repeatedTemplate,
            "template \(quoted(template.value)) stands in \(quoted(name.value)) twice, "
              + "so that it counts twice in the mean",
            at: SourcePlace(file, template.range), label: "again here",
            related: [.init("first here", at: SourcePlace(file, earlier))],
            help: "remove one of them"))
      } else {
        first[parsed.pieces] = template.range
      }
      templates.append(parsed)
    }
    return templates
  }

  /// Follows each chain of references once, its members marked as they are met.
  private mutating func followReferences(_ order: [Key]) {
    var followed = Set<Key>()
    for start in order {
      var chain: [Key] = []
      var positions: [Key: Int] = [:]
      var key = start
      var found: TemplateList?
      while true {
        if let position = positions[key] {
          findCycle(Array(chain[position...]))
          break
        }
        guard let entry = lists[key], !followed.contains(key) else {
          found = lists[key]?.list
          break
        }
        guard case .reference(let target) = entry.declaration.body else {
          found = entry.list
          break
        }
        positions[key] = chain.count
        chain.append(key)
        guard let next = find(target.value, from: key.file) else {
          if target.value == "default" {
            found = .bare
          } else {
            findUnknown(target, from: key.file, behind: nil)
          }
          break
        }
        key = next
      }
      for key in chain {
        followed.insert(key)
        lists[key]?.list = found
      }
    }
  }

  private mutating func findCycle(_ keys: [Key]) {
    guard let last = keys.last, let entry = lists[last],
      case .reference(let target) = entry.declaration.body
    else { return }
    let ring = (keys + [keys[0]]).map(\.name)
    let shown = ring.count <= 8 ? ring : Array(ring.prefix(4)) + ["…"] + Array(ring.suffix(3))
    findings.append(
      Diagnostic(
        .templateReferenceCycle,
        keys.count == 1
          ? "template list \(quoted(last.name)) refers to itself"
          : "template lists refer to each other in a circle: "
            + shown.map(quoted).joined(separator: " → "),
        at: SourcePlace(files.documents[last.file].file, target.range),
        help: "give one of them templates of its own"))
  }

  private mutating func findUnknown(
    _ reference: Located<String>, from index: Int, behind concept: ConceptDeclaration?
  ) {
    let name = reference.value
    let document = files.documents[index]
    var related: [Diagnostic.Related] = []
    let help: String
    if let other = filesDeclaring[name]?.first,
      let declaration = lists[Key(file: other, name: name)]?.declaration
    {
      // Declared, but in a file that this one does not import, or not under this name.
      let otherFile = files.documents[other].file
      related = [.init("declared here", at: SourcePlace(otherFile, declaration.name.range))]
      let alias = view(from: index).aliased.prefix(100)
        .first { files.visible(from: $0.target).contains(other) }?.link.alias?.value
      help =
        alias.map { "its file is imported as \(quoted($0)): write \(quoted($0 + "." + name))" }
        ?? "a file names the lists that it declares or imports: import that file here too"
    } else if let nearest = suggestions.nearest(to: name) {
      help = "did you mean \(quoted(nearest))?"
    } else {
      help = declaringHelp(reference, behind: concept, in: document)
    }
    findings.append(
      Diagnostic(
        .unknownTemplateList, "no template list \(quoted(name))",
        at: SourcePlace(document.file, reference.range), related: related, help: help,
        fix: filesDeclaring[name] == nil
          ? suggestions.nearest(to: name).flatMap {
            replacement($0, for: reference, in: document.file)
          } : nil))
  }

  /// What to do about a list that nothing declares.
  private func declaringHelp(
    _ reference: Located<String>, behind concept: ConceptDeclaration?, in document: Document
  ) -> String {
    let file = document.file
    var ways = [
      file.say(
        "declare `templates \(reference.value) { … }`",
        "declare it under the `templates` of the file")
    ]
    let isAlone = document.imports.isEmpty
    ways.append(
      file.say(
        isAlone
          ? "import the file that does by `import \"templates/….prompts\"`"
          : "import the file that does",
        isAlone
          ? "import the file that does by `import: [templates/….prompts]`"
          : "import the file that does"))
    if !isYAML(file), let concept,
      let phrase = phrase(endingIn: reference, behind: concept, in: file)
    {
      ways.append("quote the concept where `with` belongs to it: \(quoted(phrase))")
    }
    return ways.dropLast().joined(separator: ", ") + ", or " + (ways.last ?? "")
  }

  /// The concept that `with` belongs to if it names no list, in quotes; nil where the concept ends otherwise.
  private func phrase(
    endingIn reference: Located<String>, behind concept: ConceptDeclaration, in file: SourceFile
  ) -> String? {
    guard case .none = concept.plural, concept.number == nil,
      file.text(concept.range) == concept.text.value
    else { return nil }
    return "\"\(concept.text.value) with \(reference.value)\""
  }
}
