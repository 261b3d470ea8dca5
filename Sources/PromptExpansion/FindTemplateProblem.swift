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
    if piece == .there, last.first == "there", let word = last.last, ["is", "are"].contains(word) {
      return Diagnostic(
        .doubledArticle, "template \(quoted(template.text)) says `there \(word)` before its hole",
        at: place, help: "`{there}` brings it along: take it out, or write `{a}` for the hole")
    }
    if piece != .concept, let word = last.last, articles.contains(word) {
      return Diagnostic(
        .doubledArticle, "template \(quoted(template.text)) has an article before its hole",
        at: place, help: "`{a}` brings its article; write `{}` for the bare concept")
    }
    if piece == .article, let word = last.last, determiners.contains(word) {
      return Diagnostic(
        .doubledArticle,
        "template \(quoted(template.text)) says \(quoted(String(word))) before its hole",
        at: place,
        help: "`{a}` brings an article, as in `\(word) a tree`; write `{}` for the bare concept")
    }
    before = []
  }
  return findGluedHole(template, at: place)
}

private let articles: Set<Substring> = ["a", "an", "the"]
/// Words that stand in an article's place.
private let determiners: Set<Substring> = [
  "one", "this", "some", "each", "every", "another", "my", "our", "your", "its", "their",
]
