import PromptJSON
import PromptSuggestions
import PromptSyntax

/// Proposals for machines.
func suggestionJSON(_ suggestions: Suggestions) -> JSONValue {
  [
    "version": 1,
    "related": .array(suggestions.relatedSets.map { .string($0) }),
    "ood": .array(suggestions.ood.map(entry)),
    "concepts": .array(suggestions.concepts.map(entry)),
  ]
}

private func entry(_ suggestion: Suggestion) -> JSONValue {
  [
    "name": .string(suggestion.name),
    "near": .array(suggestion.near.map { .string($0) }),
    "concepts": .array(suggestion.concepts.map { .string(printScalarConcept($0)) }),
    "reasons": .array(
      suggestion.reasons.map {
        ["source": .string($0.source.rawValue), "text": .string($0.text)]
      }),
    "nearest": suggestion.nearest.map {
      ["concept": .string($0.concept), "cosine": .double(Double($0.cosine))]
    } ?? .null,
  ]
}
