internal import PromptSource
internal import PromptSyntax
internal import PromptExpansion

/// A proposal of one source, before those of all sources are weighed together.
struct Candidate {
  /// The singular noun phrase it is known by, lower-case: the same from every source.
  var phrase: String
  var concepts: [ConceptDeclaration]
  /// Indices of the classes it resembles, as far as its source knows.
  var near: [Int]
  var reason: SuggestionReason
  /// How much its source thinks of it; of use beside others of the same source.
  var score: Double
  /// Whether an author wrote it as an outlier of a set.
  var isOutlier = false

  init(
    _ phrase: String, concepts: [ConceptDeclaration]? = nil, near: [Int],
    _ source: SuggestionSource,
    _ reason: String, score: Double = 1
  ) {
    self.phrase = phrase
    self.concepts = concepts ?? [conceptDeclaration(phrase)]
    self.near = near
    self.reason = SuggestionReason(source: source, text: reason)
    self.score = score
  }
}

extension Candidate {
  /// What it is called and every concept of it.
  var phrases: [String] { [phrase] + concepts.map(\.text.value) }
}

/// A noun phrase as an author would write it: `trailer(s)`, `gravel!mass`, `scissors!pl`.
func conceptDeclaration(_ phrase: String) -> ConceptDeclaration {
  let start = TextRange(at: 0)
  let (formed, mark): (ConceptDeclaration.Plural, ConceptDeclaration.NumberMark?) =
    switch plural(of: phrase) {
    case .plural: (.regular(start), nil)
    case .alreadyPlural: (.none, .pl)
    case .mass: (.none, .mass)
    case .none: (.none, nil)
    }
  return ConceptDeclaration(
    text: Located(phrase, at: start), plural: formed, number: mark.map { Located($0, at: start) },
    range: start)
}
