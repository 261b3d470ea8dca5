package import PromptSource
package import PromptSyntax
internal import PromptYAML

/// Parses a prompt set in whichever spelling it is written.
///
/// The file name decides (`.prompts`, `.yaml`, `.yml`); without one of these, as on standard input, the
/// first line that is no comment does: YAML starts with a key and a colon.
package func parseSource(_ file: SourceFile) -> (document: Document, diagnostics: [Diagnostic]) {
  isYAML(file) ? parseYAML(file) : parse(file)
}

package func isYAML(_ file: SourceFile) -> Bool {
  if file.path.hasSuffix(".yaml") || file.path.hasSuffix(".yml") { return true }
  if file.path.hasSuffix(".prompts") { return false }
  for line in 1...file.lineStarts.count {
    let text = file.text(file.range(ofLine: line)).drop { $0 == " " || $0 == "\u{FEFF}" }
    if text.isEmpty || text.hasPrefix("#") { continue }
    let afterKey = text.drop { $0.isLetter || $0 == "\"" || $0 == "'" }
    return text.hasPrefix("---") || text.hasPrefix("%") || afterKey.hasPrefix(":")
  }
  return false
}
