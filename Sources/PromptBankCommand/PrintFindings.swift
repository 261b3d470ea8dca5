import PromptReports
import PromptSource

/// Draws findings on stderr, with a closing line that counts them; says nothing where there are none.
func printFindings(_ diagnostics: [Diagnostic]) {
  guard !diagnostics.isEmpty else { return }
  let renderer = DiagnosticRenderer(palette: Terminal.messagePalette)
  for diagnostic in diagnostics { printMessage(renderer.render(diagnostic)) }
  printMessage(Findings(files: [], diagnostics: diagnostics).summary)
}
