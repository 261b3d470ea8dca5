package import PromptSource
internal import PromptSyntax
internal import PromptYAML

/// A prompt set in the other spelling, or in its own, with its comments; what could be read of it where it
/// has errors.
///
/// - Returns: the text, and the findings of every stage that needs no encoder.
package func convertSource(
  _ file: SourceFile, toYAML: Bool
) -> (text: String, diagnostics: [Diagnostic]) {
  let document = parseSource(file).document
  let text = toYAML ? printYAML(document) : printConcise(document)
  return (text, check(file).diagnostics)
}
