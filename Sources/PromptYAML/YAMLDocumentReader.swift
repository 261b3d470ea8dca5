import PromptSource
import PromptSyntax

/// Reads a document out of a YAML tree. What a finding has been made about is left out silently.
struct YAMLDocumentReader {
  let file: SourceFile
  var document: Document
  var diagnostics: [Diagnostic] = []
  /// The finding that refuses the file, where it is of a newer edition.
  var refusal: Diagnostic?
  let tree: YAMLTree

  init(_ file: SourceFile, _ tree: YAMLTree) {
    self.file = file
    self.tree = tree
    document = Document(file: file)
  }

  private enum Key: String, CaseIterable {
    case edition, set, license, source, `import`, extends, templates, classes, ood, remove,
      renumber,
      scoring, expect

    var part: DeclaredParts {
      switch self {
      case .edition: .edition
      case .set: .set
      case .license, .source: .credits
      case .import: .imports
      case .extends: .extends
      case .templates: .templates
      case .classes: .classes
      case .ood, .remove, .renumber, .scoring, .expect: .otherSetParts
      }
    }
  }

  mutating func read(_ root: YAMLNode?) {
    var declared: DeclaredParts = []
    var start = TextRange(at: 0)
    switch root {
    case nil: break
    case .scalar(let scalar) where scalar.value.isEmpty: break
    case .mapping(let entries, let range):
      start = entries.first?.key.range ?? range
      let flat = readFlatSet(entries)
      if flat.count < entries.count { declared.insert(.set) }
      let fields = fields(flat, of: "a prompt set", known: YAMLMapping.promptSet.names)
      // The edition says how to read the rest, wherever it stands.
      if let edition = fields.first(where: { $0.key.value == Key.edition.rawValue }) {
        readEdition(edition)
      }
      if refusal != nil { return }
      for field in fields {
        guard let key = Key(rawValue: field.key.value) else { continue }
        declared.insert(key.part)
        read(key, field)
      }
      if fields.isEmpty, !entries.isEmpty { return }
    case .some(let node):
      expected(
        "a mapping with `edition`, `set` and `classes`", node, of: "a prompt set",
        help: "write `edition: 1`, `set: {name: NAME}` and `classes:`; "
          + "a file of the concise spelling is called `NAME.prompts`")
      return
    }
    if tree.isCut { return }
    diagnostics += checkRequired(document, declared: declared, start: start, spelling: .yaml)
  }

  private mutating func read(_ key: Key, _ field: Field) {
    switch key {
    case .edition: break
    case .set: readSet(field)
    case .license: document.license = text(field.value, of: "`license`")
    case .source: document.source = text(field.value, of: "`source`")
    case .import: readImports(field)
    case .extends: readExtends(field)
    case .templates: readTemplates(field)
    case .classes: readClasses(field)
    case .ood: readOOD(field)
    case .remove: readRemovals(field)
    case .renumber: readRenumberings(field)
    case .scoring: readScoring(field)
    case .expect: readExpectations(field)
    }
  }

  private mutating func readEdition(_ field: Field) {
    guard let edition = text(field.value, of: "`edition`", mayBeNumber: true) else { return }
    guard let number = wholeNumber(edition.value), number > 0 else {
      return report(
        .badNumber, "\(quoted(edition.value)) is not an edition", edition.range,
        help: "write `edition: \(newestEdition)`")
    }
    document.edition = Located(number, at: edition.range)
    if number > newestEdition {
      refusal = unsupportedEdition(number, at: SourcePlace(file, edition.range))
    }
  }

  /// Takes `name` and `version` that stand beside `edition` for the set's, with one finding; gives the other
  /// entries.
  private mutating func readFlatSet(_ entries: [YAMLNode.Entry]) -> [YAMLNode.Entry] {
    func scalar(_ name: String) -> (key: YAMLScalar, value: YAMLScalar)? {
      for entry in entries {
        if let key = entry.scalarKey, key.value == name, case .scalar(let value) = entry.value,
          !value.value.isEmpty
        {
          return (key, value)
        }
      }
      return nil
    }
    guard !entries.contains(where: { $0.scalarKey?.value == "set" }), let name = scalar("name")
    else { return entries }
    let version = scalar("version")
    report(
      .unknownKey, "a prompt set has no key `name`", name.key.range,
      help: "name and version stand under `set`: write "
        + quoted(
          "set: {name: \(name.value.value), version: \"\(version?.value.value ?? "1.0.0")\"}"))
    document.set = SetDeclaration(
      name: Located(name.value.value, at: name.value.range),
      version: version.map { Located($0.value.value, at: $0.value.range) })
    return entries.filter { !["name", "version"].contains($0.scalarKey?.value) }
  }

  private mutating func readSet(_ field: Field) {
    let example = "set: {name: cityscapes, version: \"1.0.0\"}"
    if case .scalar(let scalar) = field.value, !scalar.value.isEmpty {
      expected("a mapping", field.value, of: "`set`", help: "write `\(example)`")
      return document.set = SetDeclaration(
        name: Located(scalar.value, at: scalar.range), version: nil)
    }
    guard let entries = mapping(field.value, of: "`set`", help: "write `\(example)`") else {
      return
    }
    var name: Located<String>?
    var version: Located<String>?
    let fields = fields(entries, of: "`set`", known: YAMLMapping.set.names)
    for field in fields {
      if field.key.value == "name" {
        name = text(field.value, of: "`name`").flatMap { isNamed($0, "the set") ? $0 : nil }
      } else {
        version = text(field.value, of: "`version`")
      }
    }
    if let name {
      document.set = SetDeclaration(name: name, version: version)
    } else if isFinished(field.value), !fields.contains(where: { $0.key.value == "name" }) {
      report(.missingName, "the set has no name", field.key.range, help: "write `\(example)`")
    }
  }

  private mutating func readTemplates(_ field: Field) {
    let help = "write names of lists, each with its templates: `street: [\"a photo of {a}.\"]`"
    guard let entries = mapping(field.value, of: "`templates`", help: help) else { return }
    for field in fields(entries, of: "`templates`", known: nil) {
      guard let name = name(field.key, of: "the template list") else { continue }
      switch field.value {
      case .list(let items, _):
        let templates = items.compactMap { template($0) }
        document.templateLists.append(
          TemplateListDeclaration(name: name, body: .templates(templates)))
      case .scalar(let scalar) where scalar.value.contains("{"):
        report(
          .wrongKind, "a template stands where the name of a list belongs", scalar.range,
          help: "put it into a list: `[\"a photo of {a}.\"]`")
        document.templateLists.append(
          TemplateListDeclaration(
            name: name, body: .templates([Located(scalar.value, at: scalar.range)])))
      case .scalar:
        guard let other = text(field.value, of: quoted(name.value)) else { continue }
        document.templateLists.append(TemplateListDeclaration(name: name, body: .reference(other)))
      default:
        expected(
          "a list of templates or the name of a list", field.value, of: quoted(name.value),
          help: help)
      }
    }
  }

  private mutating func template(_ node: YAMLNode) -> Located<String>? {
    if case .mapping = node {
      // `{there} in the scene.` has been reported where libyaml stopped.
      if stopsBehind(node) { return nil }
      report(
        .wrongKind, "a template is not quoted and reads as a mapping", node.range,
        help: "quote a template that starts with `{`: `\"{there} in the scene.\"`")
      return nil
    }
    // A template may be any text, even none; what it holds is checked with the model.
    if case .scalar(let scalar) = node { return Located(scalar.value, at: scalar.range) }
    return text(node, of: "a template")
  }

  private mutating func readScoring(_ field: Field) {
    let help = "write `scoring: {temperature: 0.01}`"
    guard let entries = mapping(field.value, of: "`scoring`", help: help) else { return }
    var scoring = ScoringDeclaration(entries: [], range: field.range)
    for field in fields(entries, of: "`scoring`", known: nil) {
      let key = Located(field.key.value, at: field.key.range)
      // A list is the key written once for each of its texts.
      if case .list(let items, _) = field.value, key.value == "unseen" {
        let names = items.compactMap { text($0, of: "an entry of `unseen`") }
        scoring.entries += names.map { .init(key: key, value: $0) }
      } else if let value = text(
        field.value, of: quoted(field.key.value), mayBeNumber: key.value != "void")
      {
        scoring.entries.append(.init(key: key, value: value))
      }
    }
    document.scoring = scoring
  }
}
