internal import PromptExpansion
internal import PromptModel
internal import PromptSource
internal import PromptSyntax
internal import PromptTokenizer

/// What related prompt sets have and the author's lacks: their outliers, and their classes as outliers;
/// the most widely shared first.
///
/// The taxonomy difference of data sets: a kind that another data set of the same domain labels apart is a
/// kind that occurs there. An outlier that another author wrote counts more than a class of another task, and
/// what several sets inherit was written once and counts once; an heir that removed other outliers of the same
/// file went through them, and its keeping one counts as writing it.
///
/// - Parameter witnesses: sets that propose nothing, and say what a proposal resembles and how many have it: a
///   label list has a class `trailer` and no word on what a trailer is taken for.
func findOutliers(
  in related: [RelatedSet], witnesses: [RelatedSet] = [], known: KnownPhrases
) -> [Candidate] {
  var found: [String: Found] = [:]
  var order: [String] = []
  let written = Set((related + witnesses).flatMap { $0.expansion.outlierPlaces })
  for other in related {
    for owner in other.expansion.owners where other.proposes(owner, beside: known) {
      let key = canonicalConcept(other.expansion.phrases(of: owner)[0])
      if found[key] == nil {
        order.append(key)
        found[key] = Found(owner, in: other, known: known)
      }
      found[key]?.add(owner, other, hasChosen: other.expansion.hasChosen(owner, of: written))
    }
  }
  for witness in witnesses {
    for owner in witness.expansion.owners where witness.proposes(owner, beside: known) {
      // `boat` may be one of several words of `craft`.
      for key in Set(witness.expansion.phrases(of: owner).map { canonicalConcept($0) }) {
        found[key]?.add(owner, witness, hasChosen: witness.expansion.hasChosen(owner, of: written))
      }
    }
  }
  let candidates = order.compactMap { key in found[key].map { (key, $0) } }
  return candidates.map { key, found in
    // What resembles several classes is near them in more than one way; a class called like one of the
    // author's, `utility pole` beside `pole`, is most likely a kind of it.
    var score = found.score * (1 + 0.4 * Double(max(0, found.near.count - 1)))
    if !found.isOutlier, known.sharesWords(key) { score *= 0.5 }
    var candidate = Candidate(
      key, concepts: found.concepts, near: found.near, .sets, found.reason, score: score)
    candidate.isOutlier = found.isOutlier
    return candidate
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

extension RelatedSet {
  /// Whether the author has nothing of an entry.
  fileprivate func proposes(_ owner: ConceptOwner, beside known: KnownPhrases) -> Bool {
    if case .class(let index) = owner, counterparts[index] != nil { return false }
    return expansion.phrases(of: owner).allSatisfy { known.owner(of: $0) == nil }
  }

  /// The author's classes that an entry resembles: those an ood entry is `near`, those that share a superclass
  /// with a class.
  fileprivate func near(_ owner: ConceptOwner) -> [Int] {
    let set = expansion.set
    switch owner {
    case .class(let index):
      guard let superclass = set.classes[index].superclass else { return [] }
      return counterparts { $0.superclass == superclass }
    case .ood(let index):
      let names = Set(set.ood[index].near)
      return counterparts { names.contains($0.name) }
    }
  }

  private func counterparts(of isMeant: (IDClass) -> Bool) -> [Int] {
    unique(
      expansion.set.classes.indices.filter { isMeant(expansion.set.classes[$0]) }
        .compactMap { counterparts[$0] })
  }
}

/// A file and the byte in it at which an entry starts.
private struct WrittenPlace: Hashable {
  var file: String
  var start: Int

  init(_ place: SourcePlace) { (file, start) = (place.file.path, place.range.start) }
}

/// An outlier as several sets have it.
private struct Found {
  private(set) var near: [Int] = []
  private(set) var score = 0.0
  private var outlierOf: [String] = []
  private var classOf: [String] = []
  /// Where it was written.
  private var places = Set<WrittenPlace>()
  let concepts: [ConceptDeclaration]

  /// - Parameter owner: the entry of whose concepts four are proposed: those that name a class of the author, as
  ///   `scratched screw` does in a list that starts with `scratched capsule`, and the first ones.
  init(_ owner: ConceptOwner, in other: RelatedSet, known: KnownPhrases) {
    let entries = other.expansion.entries(of: owner).map(\.declaration)
    let naming = entries.indices.filter { known.sharesWords(entries[$0].text.value) }
    let others = entries.indices.filter { !naming.contains($0) }
    concepts = (naming + others).prefix(4).sorted().map { entries[$0] }
  }

  /// - Parameter hasChosen: whether the set kept the entry, and others of its file not.
  mutating func add(_ owner: ConceptOwner, _ other: RelatedSet, hasChosen: Bool) {
    let near = other.near(owner)
    if self.near.isEmpty { self.near = near }
    let isNew = places.insert(other.expansion.place(of: owner)).inserted
    guard isNew || hasChosen else { return }
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

  /// Where a class or ood entry was written.
  fileprivate func place(of owner: ConceptOwner) -> WrittenPlace {
    switch owner {
    case .class(let index): WrittenPlace(set.classes[index].place)
    case .ood(let index): WrittenPlace(set.ood[index].place)
    }
  }

  fileprivate var outlierPlaces: [WrittenPlace] { self.set.ood.map { WrittenPlace($0.place) } }

  /// Whether the set lacks an outlier of the file that this one is from: it removed it, and kept this one.
  fileprivate func hasChosen(_ owner: ConceptOwner, of written: Set<WrittenPlace>) -> Bool {
    guard case .ood = owner else { return false }
    let file = place(of: owner).file
    let own = Set(outlierPlaces)
    return written.contains { $0.file == file && !own.contains($0) }
  }
}

/// Each element once, at its first place.
func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
  var seen = Set<Element>()
  return elements.filter { seen.insert($0).inserted }
}
