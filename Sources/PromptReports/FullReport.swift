package import PromptSource

extension Findings {
  /// Every finding drawn with its excerpt, and a closing line that counts them.
  package func fullReport(_ renderer: DiagnosticRenderer) -> String {
    let drawn = diagnostics.map { renderer.render($0) + "\n" }.joined()
    return drawn + (files.count == 1 ? "1 file" : "\(files.count) files") + " checked: \(summary)\n"
  }
}
