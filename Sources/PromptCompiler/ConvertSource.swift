package import PromptSource
package import PromptSyntax
internal import PromptYAML

/// A prompt set in the other spelling, or in its own, with its comments; what could be read of it where it
/// has errors.
///
/// - Returns: the text, and the findings of every stage that needs no encoder.
package func convertSource(
  _ file: SourceFile, toYAML: Bool
) -> (text: String, diagnostics: [Diagnostic]) {
  let document = parseSource(file).document
  let text = printDocument(document, asYAML: toYAML)
  return (text, check(file).diagnostics)
}

/// A document in one of the spellings, with its comments, in canonical layout.
package func printDocument(_ document: Document, asYAML: Bool) -> String {
  asYAML ? printYAML(document) : printConcise(document)
}
