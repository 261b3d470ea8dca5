package import PromptModel

/// A template filled with a concept.
package func render(_ template: Template, with concept: Concept) -> String {
  var text = ""
  for piece in template.pieces {
    switch piece {
    case .literal(let literal): text += literal
    case .concept: text += concept.text
    case .article: text += concept.withArticle
    case .there:
      text += beginsSentence(after: text) ? "There " : "there "
      text += concept.number == .plural ? "are " : "is "
      text += concept.withArticle
    }
  }
  return text
}

extension Concept {
  /// "a tree", "an SUV"; plurals, mass nouns and what has a determiner stay as they are.
  package var withArticle: String {
    guard number == .singular, let article = article(for: text) else { return text }
    return article + " " + text
  }
}

/// Whether what follows is the first word of a sentence.
private func beginsSentence(after text: String) -> Bool {
  guard let last = text.unicodeScalars.last(where: { !$0.properties.isWhitespace }) else {
    return true
  }
  return ".!?:\"“".unicodeScalars.contains(last)
}
