package import PromptSource

/// Parses one concept entry that stands alone, as a scalar of another format: `tree(s)!mass`.
///
/// The rules are those of the concise spelling (``ConceptParser``), except that `# = , { }` and line
/// breaks need no quotes, for the other format has marked off the entry already.
package func parseConcept(
  _ excerpt: Excerpt
) -> (concept: ConceptDeclaration?, diagnostics: [Diagnostic]) {
  var reader = PhraseReader(excerpt, mode: .scalar)
  let tokens = Lexer(excerpt.utf8, mode: .scalar).tokens.dropLast()
  guard !tokens.isEmpty else {
    let range = excerpt.range(0, excerpt.utf8.count)
    reader.report(.emptyConcept, "the concept is empty", range, help: "write it, or drop the entry")
    return (nil, reader.diagnostics)
  }
  var parser = ConceptParser(reader, tokens[...])
  let concept = parser.parse()
  return (concept, parser.reader.diagnostics)
}
