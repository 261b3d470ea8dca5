import PromptModel
import PromptSource
import PromptSyntax

/// What is wrong with the words of a template, or nil.
func findTemplateProblem(_ template: Template, _ cleaning: TextCleaning) -> Diagnostic? {
  guard let place = template.place else { return nil }
  let text = Located(template.text, at: place.range)
  if let finding = findTextProblem(text, within: place.range, in: place.file, cleaning) {
    return finding
  }
  var before: [Substring] = []
  for piece in template.pieces {
    if case .literal(let literal) = piece {
      before = literal.lowercased().split(separator: " ")
      // A word that touches the hole is a part of it.
      if literal.last != " ", !before.isEmpty { before.append("") }
      continue
    }
    let last = before.suffix(2)
    if last.contains(where: { ["no", "not", "without"].contains($0) }) {
      return Diagnostic(
        .negatedTemplate, "template \(quoted(template.text)) negates its concept", at: place,
        help: "text encoders hardly see negation: say what is there")
    }
    if piece != .concept, let word = last.last, ["a", "an", "the"].contains(word) {
      return Diagnostic(
        .doubledArticle, "template \(quoted(template.text)) has an article before its hole",
        at: place, help: "`{a}` brings its article; write `{}` for the bare concept")
    }
    before = []
  }
  return nil
}
