package import PromptSource
package import PromptSyntax

/// Parses the YAML spelling. Never throws: gives the same tree as the concise spelling and all
/// independent findings in source order, in time linear in the file.
///
/// - Every scalar is text as written: `no`, `010` and `1.20` keep their letters, and a warning says
///   where other readers of YAML would see something else.
/// - A concept is one scalar, parsed like an entry of the concise spelling: `tree(s)!mass`.
/// - Anchors, aliases, tags, merge keys and second documents are errors; aliases are never expanded.
/// - After an error of YAML's own syntax, what stands before it is kept, and nothing is said to be
///   missing.
package func parseYAML(_ file: SourceFile) -> (document: Document, diagnostics: [Diagnostic]) {
  let (isText, characters) = checkCharacters(file, spelling: .yaml)
  guard isText else { return (Document(file: file), characters) }
  let tree = YAMLTree(file)
  var reader = YAMLDocumentReader(file, tree)
  reader.read(tree.root)
  reader.document.comments = tree.comments
  var found: [Diagnostic]
  if let refusal = reader.refusal {
    found = characters.filter { $0.rule == .notUTF8 } + [refusal]
  } else {
    // libyaml stops at a control character that has been reported already.
    let known = Set(characters.map(\.place.range.start))
    found = characters
    found += tree.diagnostics.filter {
      !($0.rule == .yamlSyntax && known.contains($0.place.range.start))
    }
    found += reader.diagnostics
  }
  return (reader.document, found.inSourceOrder(files: [file]))
}
