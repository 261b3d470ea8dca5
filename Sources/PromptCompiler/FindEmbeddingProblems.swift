internal import PromptExpansion
internal import PromptModel
internal import PromptSource

/// What only the embeddings can show: concepts that lie nearer to another class than to their own, outliers
/// that cannot be told from a class, and concepts that add nothing.
///
/// Similarities are dot products of the rows; the work is their number squared times the dimension, as for
/// one pass of scoring each concept against all.
///
/// - Parameters:
///   - embeddings: [concepts, dimension], L2-normalised: the classes' concepts in order, then the ood
///     entries'.
func findEmbeddingProblems(
  _ expansion: Expansion, embeddings: [Float], dimension: Int
) -> [Diagnostic] {
  let similarities = ConceptSimilarities(expansion, embeddings: embeddings, dimension: dimension)
  return similarities.findings()
}

/// How far another class must be ahead, in cosine. `street light` of the poles lies 0.13 nearer to
/// `street`, and is right.
private let clearMargin: Float = 0.15
/// How far a class must be ahead of those an outlier is near. `rail tracks`, near road, lies 0.20 nearer to
/// train, and is right.
private let farMargin: Float = 0.25
/// More concepts than these are not compared: the work grows with their square.
private let mostConcepts = 4_000
/// From which cosine on an outlier and a class are the same to a threshold.
private let tooClose: Float = 0.95
/// From which cosine on a concept adds nothing to its class.
private let redundant: Float = 0.995

private struct ConceptSimilarities {
  private let expansion: Expansion
  private let embeddings: [Float]
  private let dimension: Int
  private var rows: [(owner: ConceptOwner, concept: Concept)] = []

  init(_ expansion: Expansion, embeddings: [Float], dimension: Int) {
    self.expansion = expansion
    self.embeddings = embeddings
    self.dimension = dimension
    for owner in expansion.owners {
      rows += expansion.concepts(of: owner).map { (owner, $0) }
    }
  }

  private func similarity(_ left: Int, _ right: Int) -> Float {
    var sum: Float = 0
    for i in 0..<dimension {
      sum += embeddings[left * dimension + i] * embeddings[right * dimension + i]
    }
    return sum
  }

  func findings() -> [Diagnostic] {
    guard rows.count <= mostConcepts else { return [] }
    var findings: [Diagnostic] = []
    var reported = Set<SourcePlace>()
    for (row, (owner, concept)) in rows.enumerated() {
      // The nearest concept of the own entry, and the nearest of each class.
      var own: (similarity: Float, row: Int)?
      var nearest: [Int: (similarity: Float, row: Int)] = [:]
      for (other, (otherOwner, otherConcept)) in rows.enumerated()
      where other != row && otherConcept.place != concept.place {
        guard otherOwner == owner || otherOwner.classIndex != nil else { continue }
        let value = similarity(row, other)
        if otherOwner == owner {
          if value > own?.similarity ?? -2 { own = (value, other) }
        } else if let index = otherOwner.classIndex, value > nearest[index]?.similarity ?? -2 {
          nearest[index] = (value, other)
        }
      }
      let finding =
        owner.classIndex == nil
        ? outlier(owner, concept, nearest)
        : member(concept, row, own, nearest.filter { isOtherColumn($0.key, owner) })
      if let finding, reported.insert(concept.place).inserted { findings.append(finding) }
    }
    return findings
  }

  /// Whether a class is scored apart from the one that owns a concept.
  private func isOtherColumn(_ index: Int, _ owner: ConceptOwner) -> Bool {
    guard expansion.set.scoring.columns == .superclass, let own = owner.classIndex,
      let superclass = expansion.set.classes[own].superclass
    else { return true }
    return expansion.set.classes[index].superclass != superclass
  }

  private typealias Neighbour = (similarity: Float, row: Int)

  private func best(_ nearest: [Int: Neighbour]) -> (index: Int, neighbour: Neighbour)? {
    nearest.max { ($0.value.similarity, $1.key) < ($1.value.similarity, $0.key) }
      .map { ($0.key, $0.value) }
  }

  private func member(
    _ concept: Concept, _ row: Int, _ own: Neighbour?, _ nearest: [Int: Neighbour]
  ) -> Diagnostic? {
    guard let own else { return nil }
    if own.similarity > redundant, own.row < row {
      let other = rows[own.row].concept
      return Diagnostic(
        .redundantConcept,
        "concept \(quoted(concept.text)) is \(quoted(other.text)) to the encoder (cosine "
          + "\(shown(own.similarity)))", at: concept.place,
        related: [.init("the other", at: other.place)], help: "one of them is enough")
    }
    guard let (index, other) = best(nearest), other.similarity >= own.similarity + clearMargin
    else {
      return nil
    }
    let neighbour = rows[other.row].concept
    return Diagnostic(
      .conceptNearerOtherClass,
      "concept \(quoted(concept.text)) is nearer to class \(quoted(expansion.set.classes[index].name))"
        + " (cosine \(shown(other.similarity))) than to its own (\(shown(own.similarity)))",
      at: concept.place, related: [.init("the nearest concept", at: neighbour.place)],
      help: "move it there, or say it in words that its own class shares")
  }

  private func outlier(
    _ owner: ConceptOwner, _ concept: Concept, _ nearest: [Int: Neighbour]
  ) -> Diagnostic? {
    guard case .ood(let entry) = owner, let (index, other) = best(nearest) else { return nil }
    let name = expansion.set.classes[index].name
    let neighbour = rows[other.row].concept
    if other.similarity >= tooClose {
      return Diagnostic(
        .oodTooClose,
        "outlier \(quoted(concept.text)) is \(quoted(neighbour.text)) of class \(quoted(name)) to the "
          + "encoder (cosine \(shown(other.similarity)))", at: concept.place,
        related: [.init("the class's concept", at: neighbour.place)],
        help: "name it by what sets it apart, or keep one of the two")
    }
    let near = expansion.set.ood[entry].near
    guard !near.isEmpty, !near.contains(name) else { return nil }
    let declared = nearest.filter { near.contains(expansion.set.classes[$0.key].name) }
    guard let (_, closest) = best(declared), other.similarity >= closest.similarity + farMargin
    else { return nil }
    return Diagnostic(
      .oodFarFromNear,
      "outlier \(quoted(concept.text)) is nearer to class \(quoted(name)) (cosine "
        + "\(shown(other.similarity))) than to what it is near (\(shown(closest.similarity)))",
      at: concept.place, related: [.init("the nearest concept", at: neighbour.place)],
      help: "put \(quoted(name)) behind `near` if it resembles it")
  }
}

extension ConceptOwner {
  fileprivate var classIndex: Int? { if case .class(let index) = self { index } else { nil } }
}

/// A cosine with three places, never in scientific notation.
private func shown(_ similarity: Float) -> String {
  guard similarity.isFinite else { return String(similarity) }
  let thousandths = Int((similarity * 1000).rounded())
  let digits = String(abs(thousandths))
  let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  return (thousandths < 0 ? "-" : "") + padded.dropLast(3) + "." + padded.suffix(3)
}
