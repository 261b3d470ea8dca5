import PromptModel
import PromptSource
import PromptSyntax

/// Letters right before or behind a hole, which become a part of every concept's first or last word; or nil.
///
/// Only Latin letters: other scripts put no blanks between words.
func findGluedHole(_ template: Template, at place: SourcePlace) -> Diagnostic? {
  for (index, piece) in template.pieces.enumerated() {
    guard case .literal(let text) = piece else { continue }
    let behind = index == 0 ? "" : text.prefix(while: isLatinLetter)
    let before =
      index + 1 == template.pieces.count
      ? "" : String(text.reversed().prefix(while: isLatinLetter).reversed())
    guard !behind.isEmpty || !before.isEmpty else { continue }
    let isEnding = ["s", "es"].contains(behind)
    return Diagnostic(
      .gluedHole,
      "template \(quoted(template.text)) has \(quoted(behind.isEmpty ? before : String(behind))) glued to its hole",
      at: place,
      help: isEnding
        ? "a concept brings its own plural, as `tree(s)` does: take the ending out"
        : "write a blank between them, or a hyphen")
  }
  return nil
}

private func isLatinLetter(_ character: Character) -> Bool {
  character.isASCII && character.isLetter
}
