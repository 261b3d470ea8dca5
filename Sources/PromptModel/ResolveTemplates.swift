import PromptSource
import PromptSyntax

/// Every template list that a set can name, parsed, with references followed.
struct TemplateScope {
  private(set) var findings: [Diagnostic] = []
  private var lists: [String: Entry] = [:]
  private let files: ImportedFiles
  private var suggestions = NameSuggestions([])
  /// The names that classes and ood entries gave.
  private var used = Set<String>()

  private struct Entry {
    var file: Int
    var declaration: TemplateListDeclaration
    /// nil until a reference has been followed, and where it leads nowhere.
    var list: TemplateList?
  }

  init(_ files: ImportedFiles) {
    self.files = files
    var order: [String] = []
    for (index, document) in files.documents.enumerated() {
      for declaration in document.templateLists where declare(declaration, in: index) {
        order.append(declaration.name.value)
      }
    }
    suggestions = NameSuggestions(order)
    followReferences(order)
  }

  /// The list of that name, or nil with a finding at `reference`.
  ///
  /// `default` is always there: where no file declares it, it is the concept alone.
  mutating func list(_ reference: Located<String>) -> TemplateList? {
    used.insert(reference.value)
    if let entry = lists[reference.value] { return entry.list }
    if reference.value == "default" { return .bare }
    findUnknown(reference, from: 0)
    return nil
  }

  /// What a class without a list of its own gets.
  var `default`: TemplateList {
    mutating get {
      used.insert("default")
      return lists["default"]?.list ?? .bare
    }
  }

  /// The set's own lists that no class and no ood entry uses, by itself or through another list.
  func unused() -> [Diagnostic] {
    var reached = Set<String>()
    for start in used {
      var name = start
      while reached.insert(name).inserted, let entry = lists[name],
        case .reference(let target) = entry.declaration.body
      {
        name = target.value
      }
    }
    let document = files.documents[0]
    // A list that holds nothing has a finding of its own.
    let names = document.templateLists.map(\.name).filter {
      !reached.contains($0.value) && lists[$0.value]?.list?.templates.isEmpty == false
    }
    return names.map { name in
      Diagnostic(
        .unusedTemplateList,
        "no class and no ood entry uses the template list \(quoted(name.value))",
        at: SourcePlace(document.file, name.range),
        help: "name it behind `with`, call it `default`, or take it out")
    }
  }

  private mutating func declare(_ declaration: TemplateListDeclaration, in index: Int) -> Bool {
    let file = files.documents[index].file
    let name = declaration.name
    if let other = lists[name.value] {
      let otherFile = files.documents[other.file].file
      findings.append(
        Diagnostic(
          .conflictingTemplateLists, "template list \(quoted(name.value)) is defined twice",
          at: SourcePlace(file, name.range), label: "again here",
          related: [
            .init("first here", at: SourcePlace(otherFile, other.declaration.name.range))
          ],
          help: other.file == index
            ? "rename one of them" : "imports share one set of names: rename one of them"))
      return false
    }
    var list: TemplateList?
    if case .templates(let written) = declaration.body {
      list = TemplateList(name: name.value, templates: parse(written, of: name, in: file))
    }
    lists[name.value] = Entry(file: index, declaration: declaration, list: list)
    return true
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
  private mutating func followReferences(_ order: [String]) {
    var followed = Set<String>()
    for start in order {
      var chain: [String] = []
      var positions: [String: Int] = [:]
      var name = start
      var found: TemplateList?
      while true {
        if let position = positions[name] {
          findCycle(Array(chain[position...]))
          break
        }
        guard let entry = lists[name], !followed.contains(name) else {
          found = lists[name]?.list
          break
        }
        guard case .reference(let target) = entry.declaration.body else {
          found = entry.list
          break
        }
        positions[name] = chain.count
        chain.append(name)
        guard let next = lists[target.value], files.reaches(next.file, from: entry.file) else {
          findUnknown(target, from: entry.file)
          break
        }
        name = target.value
      }
      for name in chain {
        followed.insert(name)
        lists[name]?.list = found
      }
    }
  }

  private mutating func findCycle(_ names: [String]) {
    guard let last = names.last, let entry = lists[last],
      case .reference(let target) = entry.declaration.body
    else { return }
    let ring = names + [names[0]]
    let shown = ring.count <= 8 ? ring : Array(ring.prefix(4)) + ["…"] + Array(ring.suffix(3))
    findings.append(
      Diagnostic(
        .templateReferenceCycle,
        names.count == 1
          ? "template list \(quoted(last)) refers to itself"
          : "template lists refer to each other in a circle: "
            + shown.map(quoted).joined(separator: " → "),
        at: SourcePlace(files.documents[entry.file].file, target.range),
        help: "give one of them templates of its own"))
  }

  private mutating func findUnknown(_ reference: Located<String>, from index: Int) {
    let name = reference.value
    let document = files.documents[index]
    var related: [Diagnostic.Related] = []
    let help: String
    if let other = lists[name] {
      // Declared, but in a file that this one does not import.
      let otherFile = files.documents[other.file].file
      related = [.init("declared here", at: SourcePlace(otherFile, other.declaration.name.range))]
      help = "a file names the lists that it declares or imports: import that file here too"
    } else if let nearest = suggestions.nearest(to: name) {
      help = "did you mean \(quoted(nearest))?"
    } else if document.imports.isEmpty {
      help =
        "no file is imported: add `import \"templates/….prompts\"` with the file that declares it, "
        + "or declare `templates \(name) { … }`"
    } else {
      help = "declare `templates \(name) { … }`, or import the file that does"
    }
    findings.append(
      Diagnostic(
        .unknownTemplateList, "no template list \(quoted(name))",
        at: SourcePlace(document.file, reference.range), related: related, help: help,
        fix: lists[name] == nil
          ? suggestions.nearest(to: name).flatMap {
            replacement($0, for: reference, in: document.file)
          } : nil))
  }
}
