import PromptSource
import PromptSyntax

extension YAMLDocumentReader {
  /// A list of paths and of mappings `{file, version, as}`.
  mutating func readImports(_ field: Field) {
    let example = "[templates/street.prompts]"
    guard case .list(let items, _) = field.value else {
      document.imports = texts(field.value, of: "`import`", example: example)
        .filter { isPath($0) }.map { ImportDeclaration(path: $0) }
      return
    }
    for item in items {
      guard case .mapping(let entries, let range) = item else {
        if let path = text(item, of: "an entry of `import`"), isPath(path) {
          document.imports.append(ImportDeclaration(path: path))
        }
        continue
      }
      let owner = "an import"
      let fields = fields(entries, of: owner, known: YAMLMapping.importedFile.names)
      let path = path(fields, of: owner, range, item)
      let version = fields.first { $0.key.value == "version" }
        .flatMap { text($0.value, of: "`version`") }
      let alias = fields.first { $0.key.value == "as" }
        .flatMap { text($0.value, of: "`as`") }
        .flatMap { isNamed($0, "the import") ? $0 : nil }
      guard let path else { continue }
      document.imports.append(ImportDeclaration(path: path, version: version, alias: alias))
    }
  }

  /// A path, or a mapping `{file, version}`.
  mutating func readExtends(_ field: Field) {
    guard case .mapping(let entries, let range) = field.value else {
      if case .list = field.value {
        return expected(
          "one file", field.value, of: "`extends`", help: "write `extends: cityscapes.prompts`")
      }
      if let path = text(field.value, of: "`extends`"), isPath(path) {
        document.extends = ExtendsDeclaration(path: path)
      }
      return
    }
    let fields = fields(entries, of: "`extends`", known: YAMLMapping.extendedFile.names)
    let path = path(fields, of: "`extends`", range, field.value)
    let version = fields.first { $0.key.value == "version" }
      .flatMap { text($0.value, of: "`version`") }
    guard let path else { return }
    document.extends = ExtendsDeclaration(path: path, version: version)
  }

  private mutating func path(
    _ fields: [Field], of owner: String, _ range: TextRange, _ node: YAMLNode
  ) -> Located<String>? {
    guard let file = fields.first(where: { $0.key.value == "file" }) else {
      if isFinished(node) {
        report(
          .missingValue, "\(owner) names no file", range,
          help: "write `{file: base.prompts, version: \"^1.0\"}`")
      }
      return nil
    }
    return text(file.value, of: "`file`").flatMap { isPath($0) ? $0 : nil }
  }

  private mutating func isPath(_ path: Located<String>) -> Bool {
    guard path.value.isEmpty else { return true }
    report(
      .missingValue, "the path is empty", path.range, help: "name a file, relative to this one")
    return false
  }

  /// `remove: {classes: [terrain], ood: [debris]}`
  mutating func readRemovals(_ field: Field) {
    let example = "remove: {classes: [terrain], ood: [debris]}"
    guard let entries = mapping(field.value, of: "`remove`", help: "write `\(example)`") else {
      return
    }
    for field in fields(entries, of: "`remove`", known: YAMLMapping.removals.names) {
      let kind: RemoveDeclaration.Kind = field.key.value == "ood" ? .ood : .class
      let owner = kind == .ood ? "the ood entry" : "the class"
      for name in texts(field.value, of: "`\(field.key.value)`", example: "[terrain]")
      where isNamed(name, owner) {
        document.removals.append(RemoveDeclaration(kind: kind, name: name, range: name.range))
      }
    }
  }

  /// `renumber: {road: 13, sidewalk: 15}`
  mutating func readRenumberings(_ field: Field) {
    let example = "write `renumber: {road: 13, sidewalk: 15}`"
    guard let entries = mapping(field.value, of: "`renumber`", help: example) else { return }
    for field in fields(entries, of: "`renumber`", known: nil) {
      guard let name = name(field.key, of: "the class"),
        let id = id(field.value, of: "the id of class \(quoted(name.value))")
      else { continue }
      document.renumberings.append(RenumberDeclaration(name: name, id: id, range: field.range))
    }
  }

  /// The patches of a class or an ood entry, `{add: […], remove: […]}`; false where the fields are no
  /// patch.
  mutating func readPatches(
    _ fields: [Field], of owner: String,
    _ add: (inout Document, Change, [ConceptDeclaration]) -> Void
  ) -> Bool {
    let changes: [(key: String, change: Change)] = [("add", .add), ("remove", .remove)]
    guard fields.contains(where: { field in changes.contains { $0.key == field.key.value } }) else {
      return false
    }
    for field in fields {
      if let change = changes.first(where: { $0.key == field.key.value })?.change {
        let concepts = concepts(field.value, of: owner, key: field.key.value)
        add(&document, change, concepts)
      } else {
        report(
          .unexpectedText, "a patch cannot hold `\(field.key.value)`", field.key.range,
          help: field.key.value == "id"
            ? "a patch has `add` and `remove`; another id is given by "
              + "`renumber: {road: 13}` beside `classes`"
            : "a patch has `add` and `remove`; what is more goes by `remove` and a declaration anew"
        )
      }
    }
    return true
  }
}
