internal import PromptExpansion
internal import PromptModel
internal import PromptSource
internal import PromptSyntax
internal import PromptTokenizer

/// What related prompt sets have and the author's lacks: their outliers, and their classes as outliers;
/// the most widely shared first.
///
/// The taxonomy difference of data sets: a kind that another data set of the same domain labels apart is a
/// kind that occurs there. An outlier that another author wrote counts more than a class of another task.
func findOutliers(in related: [RelatedSet], known: KnownPhrases) -> [Candidate] {
  var found: [String: Found] = [:]
  var order: [String] = []
  for other in related {
    let expansion = other.expansion
    for owner in expansion.owners {
      let near: [Int]
      switch owner {
      case .class(let index):
        if other.counterparts[index] != nil { continue }
        near = siblings(of: index, in: other)
      case .ood(let index):
        let names = Set(expansion.set.ood[index].near)
        near = unique(
          expansion.set.classes.indices.filter { names.contains(expansion.set.classes[$0].name) }
            .compactMap { other.counterparts[$0] })
      }
      let phrases = expansion.phrases(of: owner)
      guard phrases.allSatisfy({ known.owner(of: $0) == nil }) else { continue }
      let key = canonicalConcept(phrases[0])
      if found[key] == nil { order.append(key) }
      found[key, default: Found(owner, in: other, near: near)].add(owner, other, near)
    }
  }
  let candidates = order.compactMap { key in found[key].map { (key, $0) } }
  return candidates.map { key, found in
    // What resembles several classes is near them in more than one way; a class called like one of the
    // author's, `utility pole` beside `pole`, is most likely a kind of it.
    var score = found.score * (1 + 0.4 * Double(max(0, found.near.count - 1)))
    if !found.isOutlier, known.sharesWords(key) { score *= 0.5 }
    return Candidate(
      key, concepts: found.concepts, near: found.near, .sets, found.reason, score: score)
  }.sorted { $0.score > $1.score }
}

/// Words that related prompt sets give a class that the author has too.
func findConcepts(in related: [RelatedSet], known: KnownPhrases) -> [Candidate] {
  var candidates: [Candidate] = []
  var seen = Set<String>()
  for other in related {
    for (index, entry) in other.expansion.set.classes.enumerated() {
      guard let own = other.counterparts[index] else { continue }
      for concept in entry.concepts {
        let text = canonicalConcept(concept.declaration.text.value)
        guard known.owner(of: text) == nil, seen.insert(text).inserted else { continue }
        candidates.append(
          Candidate(
            text, concepts: [concept.declaration], near: [own], .sets,
            "\(quoted(entry.name)) of \(other.name) says it"))
      }
    }
  }
  return candidates
}

/// The author's classes that share a superclass with a class of another set.
private func siblings(of index: Int, in other: RelatedSet) -> [Int] {
  let classes = other.expansion.set.classes
  guard let superclass = classes[index].superclass else { return [] }
  return unique(
    classes.indices.filter { classes[$0].superclass == superclass }
      .compactMap { other.counterparts[$0] })
}

/// An outlier as several sets have it.
private struct Found {
  private(set) var near: [Int]
  private(set) var score = 0.0
  private var outlierOf: [String] = []
  private var classOf: [String] = []
  let concepts: [ConceptDeclaration]

  /// - Parameter owner: the entry whose concepts are proposed, the first ones of them.
  init(_ owner: ConceptOwner, in other: RelatedSet, near: [Int]) {
    self.near = near
    concepts = other.expansion.entries(of: owner).prefix(4).map(\.declaration)
  }

  mutating func add(_ owner: ConceptOwner, _ other: RelatedSet, _ near: [Int]) {
    if self.near.isEmpty { self.near = near }
    switch owner {
    case .class:
      classOf.append(other.name)
      score += other.weight * (near.isEmpty ? 0.5 : 1)
    case .ood:
      outlierOf.append(other.name)
      score += other.weight * 1.5
    }
  }

  /// Whether some author wrote it as an outlier.
  var isOutlier: Bool { !outlierOf.isEmpty }

  var reason: String {
    [("an ood entry of", outlierOf), ("a class of", classOf)].filter { !$0.1.isEmpty }
      .map { "\($0) \($1.joined(separator: ", "))" }.joined(separator: "; ")
  }
}

extension Expansion {
  /// The entries of a class or ood entry as written.
  fileprivate func entries(of owner: ConceptOwner) -> [ConceptEntry] {
    switch owner {
    case .class(let index): set.classes[index].concepts
    case .ood(let index): set.ood[index].concepts
    }
  }
}

func unique(_ indices: [Int]) -> [Int] {
  var seen = Set<Int>()
  return indices.filter { seen.insert($0).inserted }
}
