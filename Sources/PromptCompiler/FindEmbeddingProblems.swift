internal import PromptExpansion
internal import PromptModel
internal import PromptSource

/// What only the embeddings can show: concepts that lie nearer to another class than to their own, outliers
/// that cannot be told from a class, and concepts that add nothing.
///
/// - Parameters:
///   - embeddings: [concepts, dimension], L2-normalised: the classes' concepts in order, then the ood
///     entries'.
func findEmbeddingProblems(
  _ expansion: Expansion, embeddings: [Float], dimension: Int
) -> [Diagnostic] {
  let concepts = ConceptRows(expansion)
  let neighbours = findNeighbours(concepts, embeddings: embeddings, dimension: dimension)
  var findings: [Diagnostic] = []
  var reported = Set<SourcePlace>()
  for (row, (owner, concept)) in concepts.rows.enumerated() {
    let finding =
      switch concepts.owners[owner] {
      case .class: member(row, neighbours[row], concepts)
      case .ood(let entry):
        outlier(row, neighbours[row], concepts, near: expansion.set.ood[entry].near)
      }
    if let finding, reported.insert(concept.place).inserted { findings.append(finding) }
  }
  return findings
}

/// How far another class must be ahead, in cosine. `street light` of the poles lies 0.13 nearer to
/// `street`, and is right.
private let clearMargin: Float = 0.15
/// How far a class must be ahead of those an outlier is near. `rail tracks`, near road, lies 0.20 nearer to
/// train, and is right.
private let farMargin: Float = 0.25
/// From which cosine on an outlier and a class are the same to a threshold.
private let tooClose: Float = 0.95
/// From which cosine on a concept adds nothing to its class.
private let redundant: Float = 0.995

private func member(
  _ row: Int, _ found: ConceptNeighbours, _ concepts: ConceptRows
) -> Diagnostic? {
  guard let own = found.own else { return nil }
  let concept = concepts.rows[row].concept
  if own.similarity > redundant, own.row < row {
    let other = concepts.rows[own.row].concept
    return Diagnostic(
      .redundantConcept,
      "concept \(quoted(concept.text)) is \(quoted(other.text)) to the encoder (cosine "
        + "\(shown(own.similarity)))", at: concept.place,
      related: [.init("the other", at: other.place)], help: "one of them is enough")
  }
  guard let other = found.other, other.similarity >= own.similarity + clearMargin,
    let name = concepts.className(other.owner)
  else { return nil }
  return Diagnostic(
    .conceptNearerOtherClass,
    "concept \(quoted(concept.text)) is nearer to class \(quoted(name))"
      + " (cosine \(shown(other.similarity))) than to its own (\(shown(own.similarity)))",
    at: concept.place,
    related: [.init("the nearest concept", at: concepts.rows[other.row].concept.place)],
    help: "move it there, or say it in words that its own class shares")
}

private func outlier(
  _ row: Int, _ found: ConceptNeighbours, _ concepts: ConceptRows, near: [String]
) -> Diagnostic? {
  guard let other = found.other, let name = concepts.className(other.owner) else { return nil }
  let concept = concepts.rows[row].concept
  let neighbour = concepts.rows[other.row].concept
  if other.similarity >= tooClose {
    return Diagnostic(
      .oodTooClose,
      "outlier \(quoted(concept.text)) is \(quoted(neighbour.text)) of class \(quoted(name)) to the "
        + "encoder (cosine \(shown(other.similarity)))", at: concept.place,
      related: [.init("the class's concept", at: neighbour.place)],
      help: "name it by what sets it apart, or keep one of the two")
  }
  guard !near.contains(name), let declared = found.declared,
    other.similarity >= declared.similarity + farMargin
  else { return nil }
  return Diagnostic(
    .oodFarFromNear,
    "outlier \(quoted(concept.text)) is nearer to class \(quoted(name)) (cosine "
      + "\(shown(other.similarity))) than to what it is near (\(shown(declared.similarity)))",
    at: concept.place, related: [.init("the nearest concept", at: neighbour.place)],
    help: "put \(quoted(name)) behind `near` if it resembles it")
}

/// A cosine with three places, never in scientific notation.
private func shown(_ similarity: Float) -> String {
  guard similarity.isFinite else { return String(similarity) }
  let thousandths = Int((similarity * 1000).rounded())
  let digits = String(abs(thousandths))
  let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  return (thousandths < 0 ? "-" : "") + padded.dropLast(3) + "." + padded.suffix(3)
}
