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
