package import PromptSource
package import PromptSyntax
internal import PromptYAML

/// A prompt set in the other spelling, or in its own, with its comments.
///
/// - Parameter roots: the folders that imports may be read from, as ``check(_:roots:levels:)`` takes them.
/// - Returns: the text, or nil where a finding is an error, for it would lack what could not be read; and
///   the findings of every stage that needs no encoder.
package func convertSource(
  _ file: SourceFile, toYAML: Bool, roots: ImportRoots? = nil
) -> (text: String?, diagnostics: [Diagnostic]) {
  let checked = check(file, roots: roots)
  if checked.hasErrors { return (nil, checked.diagnostics) }
  return (printDocument(parseSource(file).document, asYAML: toYAML), checked.diagnostics)
}

/// A document in one of the spellings, with its comments, in canonical layout.
package func printDocument(_ document: Document, asYAML: Bool) -> String {
  asYAML ? printYAML(document) : printConcise(document)
}
