package import PromptSyntax

/// Words that an author may want to add to a prompt set. Nothing is added by itself.
package struct Suggestions: Sendable {
  /// Outliers that resemble classes, best first.
  package var ood: [Suggestion]
  /// Words for classes, those of a class together, in the order of the classes.
  package var concepts: [Suggestion]
  /// The prompt sets that were compared, by name, the most related first.
  package var relatedSets: [String]
}

/// One proposal and where it comes from.
package struct Suggestion: Sendable {
  /// What the entry would be called; for words of a class, its first concept.
  package var name: String
  package var concepts: [ConceptDeclaration]
  /// The ID classes it resembles; for words of a class, that class alone.
  package var near: [String]
  /// At least one, the strongest first.
  package var reasons: [SuggestionReason]
  /// The largest cosine of its name with a concept of a class, and that concept; nil without an encoder.
  package var nearest: (concept: String, cosine: Float)?
}

/// What speaks for a proposal.
package struct SuggestionReason: Sendable {
  package var source: SuggestionSource
  /// Reads behind the name of the source: `an ood entry of bdd100k`.
  package var text: String
}

/// Where proposals come from.
package enum SuggestionSource: String, Sendable, CaseIterable {
  /// What related prompt sets have and this one lacks.
  case sets
  /// What WordNet puts beside the things a class names.
  case wordnet
  /// What a text encoder puts close to a class.
  case embedding
}
