package import PromptModel
package import PromptSource

/// A prompt set as said: every concept and every prompt that will be encoded.
package struct Expansion: Sendable {
  package var set: PromptSet
  /// One per class of `set.classes`, in the same order: its concepts without repeats.
  package var classConcepts: [[Concept]]
  /// One per entry of `set.ood`, in the same order.
  package var oodConcepts: [[Concept]]

  package init(set: PromptSet, classConcepts: [[Concept]], oodConcepts: [[Concept]]) {
    self.set = set
    self.classConcepts = classConcepts
    self.oodConcepts = oodConcepts
  }
}

/// One noun phrase of a concept set, as it will be put into templates.
package struct Concept: Hashable, Sendable {
  package var text: String
  package var number: GrammaticalNumber
  /// The entry it was written in: `tree` and `trees` of `tree(s)` share one.
  package var place: SourcePlace

  package init(text: String, number: GrammaticalNumber, place: SourcePlace) {
    self.text = text
    self.number = number
    self.place = place
  }
}

/// What decides a concept's article and verb: "a tree", "trees", "grass".
package enum GrammaticalNumber: String, Sendable {
  case singular, plural, mass
}
