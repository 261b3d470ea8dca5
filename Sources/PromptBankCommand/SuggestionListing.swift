import PromptCompiler
import PromptExpansion
import PromptModel
import PromptSource
import PromptSuggestions
import PromptSyntax
import PromptYAML

/// Proposals as lines to paste into a set of either spelling, each below a comment that says where it comes
/// from.
func suggestionListing(
  _ suggestions: Suggestions, for expansion: Expansion, asYAML: Bool
) -> String {
  let related = suggestions.relatedSets
  var text =
    "# Proposals for \(expansion.set.name); nothing was added. Paste what your cameras may meet.\n"
  if !related.isEmpty { text += "# Related sets: \(related.joined(separator: ", ")).\n" }
  text += "\n# Outliers that resemble classes:\n"
  if suggestions.ood.isEmpty { text += "# none was found\n" }
  if asYAML, !suggestions.ood.isEmpty { text += "ood:\n" }
  for suggestion in suggestions.ood {
    text += comments(suggestion, indentation: asYAML ? 2 : 0)
    var document = Document(file: SourceFile(path: asYAML ? "-.yaml" : "-.prompts", text: ""))
    document.ood = [declaration(suggestion)]
    let printed = printDocument(document, asYAML: asYAML)
    text += asYAML ? String(printed.drop { $0 != "\n" }.dropFirst()) : printed
  }
  if !suggestions.concepts.isEmpty { text += "\n# Words for classes:\n" }
  for suggestion in suggestions.concepts {
    let concept = suggestion.concepts[0]
    let word =
      asYAML
      ? printScalar(printScalarConcept(concept))
      : printConcept(concept, wasQuoted: nil, isLast: false)
    text += "# \(suggestion.near[0]): \(because(suggestion))\n\(word)\n"
  }
  return text
}

private func comments(_ suggestion: Suggestion, indentation: Int) -> String {
  String(repeating: " ", count: indentation) + "# " + because(suggestion) + "\n"
}

/// Every source that has it, with what it says, and how close it is.
private func because(_ suggestion: Suggestion) -> String {
  var parts = suggestion.reasons.map { "\($0.source.rawValue): \($0.text)" }
  if let (concept, cosine) = suggestion.nearest {
    parts.append("cosine \(hundredths(cosine)) with \(quoted(concept))")
  }
  return parts.joined(separator: "; ")
}

private func declaration(_ suggestion: Suggestion) -> OODDeclaration {
  let start = TextRange(at: 0)
  return OODDeclaration(
    name: Located(suggestion.name, at: start), near: suggestion.near.map { Located($0, at: start) },
    templates: nil, concepts: suggestion.concepts, range: start)
}

private func hundredths(_ cosine: Float) -> String {
  let value = Int((cosine * 100).rounded())
  return (value < 0 ? "-" : "") + "\(abs(value) / 100)." + "\(abs(value) % 100 + 100)".dropFirst()
}
