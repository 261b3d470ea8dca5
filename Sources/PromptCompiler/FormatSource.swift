package import PromptSource
internal import PromptSyntax
internal import PromptYAML

/// Lays a prompt set out in the canonical form of its spelling.
///
/// - Returns: the text, or nil where a finding is an error; and the findings of the parser. A text that
///   would not mean the same, or lost a comment, is never given: `isFaithful` is false then, and the text
///   nil.
package func formatSource(
  _ file: SourceFile
) -> (text: String?, isFaithful: Bool, diagnostics: [Diagnostic]) {
  let (text, diagnostics) = isYAML(file) ? formatYAML(file) : formatConcise(file)
  guard let text else { return (nil, true, diagnostics) }
  if text.utf8.elementsEqual(file.utf8) { return (text, true, diagnostics) }
  let before = parseSource(file).document
  let after = parseSource(SourceFile(path: file.path, text: text))
  let isFaithful =
    !after.diagnostics.contains { $0.rule.level == .error }
    && after.document.outline(withPlaces: false) == before.outline(withPlaces: false)
    && after.document.comments.map(\.text) == before.comments.map(\.text)
  return (isFaithful ? text : nil, isFaithful, diagnostics)
}
