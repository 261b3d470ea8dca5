/// Whether a prompt set is written in YAML rather than concisely: by the name of its file or, without one
/// that says so, by its first line.
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
