import PromptModel
import PromptSource

/// Template lists that write `a` before `{}` where a concept needs another article or none.
///
/// Published lists do, and change nothing here: `{}` stays verbatim, so that their results can be
/// compared. One finding for each list, at its first such template.
func findArticleMismatches(_ expansion: Expansion) -> [Diagnostic] {
  var found = Set<String>()
  var articles: [String: FixedArticles] = [:]
  var findings: [Diagnostic] = []
  for owner in expansion.owners {
    let list = expansion.templates(of: owner)
    guard !found.contains(list.name) else { continue }
    let fixed = articles[list.name] ?? FixedArticles(list)
    articles[list.name] = fixed
    guard fixed.a != nil || fixed.an != nil else { continue }
    for concept in expansion.concepts(of: owner) {
      guard let template = fixed.mismatch(concept), let place = template.place else { continue }
      found.insert(list.name)
      findings.append(
        Diagnostic(
          .articleMismatch,
          "list \(quoted(list.name)) fixes the article: "
            + "\(quoted(concept.text)) becomes \(quoted(render(template, with: concept)))",
          at: place, label: "the article stands before `{}`",
          related: [.init("for this concept", at: concept.place)],
          help:
            "`{a}` takes the article each concept needs; keep `{}` to reproduce published results"
        ))
      break
    }
  }
  return findings
}

/// The first template of a list that writes `a`, and the first that writes `an`, before `{}`.
private struct FixedArticles {
  private(set) var a: Template?
  private(set) var an: Template?

  init(_ list: TemplateList) {
    for template in list.templates {
      for (before, piece) in zip(template.pieces, template.pieces.dropFirst()) {
        guard piece == .concept, case .literal(let literal) = before else { continue }
        let text = " " + literal.lowercased()
        if text.ends(" a ") { a = a ?? template }
        if text.ends(" an ") { an = an ?? template }
      }
    }
  }

  func mismatch(_ concept: Concept) -> Template? {
    let needed = concept.number == .singular ? article(for: concept.text) : nil
    if let a, needed != "a" { return a }
    if let an, needed != "an" { return an }
    return nil
  }
}
