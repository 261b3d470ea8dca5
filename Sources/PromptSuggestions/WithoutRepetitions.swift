internal import PromptExpansion
internal import PromptSource
internal import PromptSyntax

/// The first proposals that are not in other words what a class, an ood entry or an earlier proposal says: `line`
/// beside `wire`, `rail track` beside `railway track`.
///
/// How much one says the other is the mean, over its name and concepts, of each one's largest cosine with the
/// other's concepts: one word in common, as `trailer` and `boat trailer` have, makes no repetition.
///
/// - Throws: what the encoder throws.
func withoutRepetitions(
  _ suggestions: [Suggestion], beside expansion: Expansion, encode: PhraseEncoder, most: Int
) throws -> [Suggestion] {
  var said = try
    (expansion.classConcepts.map { ($0, sameAsClass) }
    + expansion.oodConcepts.map { ($0, sameAsOutlier) })
    .map { concepts, bound in (try Rows(concepts.map(\.text), encode), bound) }
  var kept: [Suggestion] = []
  for suggestion in suggestions where kept.count < most {
    let phrases = unique([suggestion.name] + suggestion.concepts.map(\.text.value))
    let rows = try Rows(phrases, encode)
    if said.contains(where: { rows.likeness(to: $0.0) >= $0.1 }) { continue }
    said.append((rows, sameAsOutlier))
    kept.append(suggestion)
  }
  return kept
}

/// From which likeness on a proposal says what a class says: 0.86 for `rail track` beside `railway track`. What was
/// judged worth keeping stays below 0.71.
private let sameAsClass: Float = 0.8
/// From which likeness on two outliers are one: 0.75 for `line` beside `wire`, 0.77 for `military vehicle` beside
/// `armored vehicle`. What was judged worth keeping stays below 0.67.
private let sameAsOutlier: Float = 0.72

/// Embeddings of phrases, L2-normalised.
private struct Rows {
  let count: Int
  let values: [Float]

  init(_ phrases: [String], _ encode: PhraseEncoder) throws {
    count = phrases.count
    values = phrases.isEmpty ? [] : try encode(phrases)
  }

  /// The mean of each row's largest cosine with a row of the other; 0 beside nothing.
  func likeness(to other: Rows) -> Float {
    guard count > 0, other.count > 0 else { return 0 }
    let dimension = values.count / count
    var sum: Float = 0
    for row in 0..<count {
      let own = values[row * dimension..<(row + 1) * dimension]
      sum +=
        (0..<other.count).lazy.map { index in
          zip(own, other.values[index * dimension..<(index + 1) * dimension])
            .reduce(Float(0)) { $0 + $1.0 * $1.1 }
        }.max() ?? 0
    }
    return sum / Float(count)
  }
}
