package import PromptSource
package import PromptSyntax

/// Reads a project file: `rules:` with a level for each rule named, both as written.
package func readRuleLevels(
  _ file: SourceFile
) -> (levels: [(rule: Located<String>, level: Located<String>)], diagnostics: [Diagnostic]) {
  let (isText, characters) = checkCharacters(file, spelling: .yaml)
  guard isText else { return ([], characters) }
  let tree = YAMLTree(file)
  var reader = YAMLDocumentReader(file, tree)
  let help = "write `rules: {missing-license: off, PB201: warning}`"
  var levels: [(rule: Located<String>, level: Located<String>)] = []
  if let root = tree.root, !root.isEmpty,
    let entries = reader.mapping(root, of: "the project file", help: help)
  {
    for field in reader.fields(entries, of: "the project file", known: ["rules"]) {
      guard let rules = reader.mapping(field.value, of: "`rules`", help: help) else { continue }
      for rule in reader.fields(rules, of: "`rules`", known: nil) {
        // `off` is a switch here, whatever other readers make of it.
        guard let level = reader.text(rule.value, of: quoted(rule.key.value), mayBeNumber: true)
        else { continue }
        levels.append((Located(rule.key.value, at: rule.key.range), level))
      }
    }
  }
  let found = characters + tree.diagnostics + reader.diagnostics
  return (levels, found.inSourceOrder(files: [file]))
}
