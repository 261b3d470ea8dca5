package import PromptExpansion
internal import PromptModel

/// What proposals may be drawn from beside the set itself.
package struct SuggestionSources {
  /// Prompt sets to compare with; those that share fewer than two classes are passed over.
  package var sets: [Expansion]
  /// Prompt sets that propose nothing, and say what a proposal resembles: those that come with the program,
  /// where the author names the sets to compare with.
  package var witnesses: [Expansion]
  package var wordNet: WordNet?
  /// Embeds phrases; nil without an encoder.
  package var encode: PhraseEncoder?

  package init(
    sets: [Expansion], witnesses: [Expansion] = [], wordNet: WordNet? = nil,
    encode: PhraseEncoder? = nil
  ) {
    self.sets = sets
    let names = Set(sets.map(\.set.name))
    self.witnesses = witnesses.filter { !names.contains($0.set.name) }
    self.wordNet = wordNet
    self.encode = encode
  }
}

/// Proposes outliers near a set's classes, and words for its classes.
///
/// Each source ranks its own proposals; a proposal's place is the sum of what its ranks are worth
/// (``rank(_:)``), so that what several sources name comes first. Equal input gives equal proposals in equal
/// order.
///
/// - Parameters:
///   - outliers: at most so many ood entries.
///   - concepts: at most so many words for each class.
/// - Throws: what the encoder throws.
package func suggest(
  for expansion: Expansion, from sources: SuggestionSources, outliers: Int, concepts: Int
) throws -> Suggestions {
  let known = KnownPhrases(expansion)
  let related = relatedSets(sources.sets, to: expansion, known: known)
  let witnesses = relatedSets(sources.witnesses, to: expansion, known: known)
  let wordNet = sources.wordNet.map { WordNetNeighbours($0, expansion, known: known) }
  let embedding = try sources.encode.map { try EmbeddingNeighbours(expansion, encode: $0) }

  // What authors wrote or label apart weighs more than what a dictionary or an encoder puts near.
  let ofSets = try weighed(
    findOutliers(in: related, witnesses: witnesses, known: known), wordNet, embedding)
  var found = [(ofSets, 1.5), (wordNet?.outliers() ?? [], 1)]
  if let embedding {
    let outliers = Set(ofSets.filter(\.isOutlier).map(\.phrase))
    let candidates = try findOutliers(
      among: vocabulary(sources.wordNet, and: outliers.sorted()), near: embedding, known: known,
      mayBeOutlier: { outliers.contains($0) || wordNet?.mayBeOutlier($0, near: $1) ?? false })
    found.append((candidates, 1))
  }
  let words = [(findConcepts(in: related, known: known), 1.5), (wordNet?.concepts() ?? [], 1)]

  var entries = try complete(rank(found), expansion, embedding)
  if let encode = sources.encode {
    entries = try withoutRepetitions(entries, beside: expansion, encode: encode, most: outliers)
  }
  entries = Array(entries.prefix(outliers))
  let taken = Set(entries.map(\.name))
  return Suggestions(
    ood: entries,
    concepts: try rankedConcepts(words, expansion, embedding, most: concepts)
      .filter { !taken.contains($0.name) },
    relatedSets: related.map(\.name))
}

/// The outliers of related sets by how many of them there are, how close they come to a class, and whether
/// they are things.
private func weighed(
  _ candidates: [Candidate], _ wordNet: WordNetNeighbours?, _ embedding: EmbeddingNeighbours?
) throws -> [Candidate] {
  let neighbours = try embedding?.nearest(to: candidates.flatMap(\.phrases))
  var next = 0
  let weighed = candidates.map { candidate in
    var candidate = candidate
    if let wordNet, !wordNet.areThings(candidate.phrases) { candidate.score *= 0.5 }
    if let neighbours {
      let own = neighbours[next..<(next + candidate.phrases.count)]
      next += candidate.phrases.count
      candidate.score *= Double(max(0.05, own.map(\.cosine).max() ?? 0))
    }
    return candidate
  }
  return weighed.enumerated()
    .sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }.map(\.element)
}

/// The sets that share classes with this one, the most related first; those far less related than the first
/// are left out: a set of everything has something in common with all.
private func relatedSets(
  _ sets: [Expansion], to expansion: Expansion, known: KnownPhrases
) -> [RelatedSet] {
  let related = sets.compactMap { RelatedSet($0, to: expansion, known: known) }
    .sorted { ($1.weight, $0.name) < ($0.weight, $1.name) }
  return related.filter { $0.weight >= related[0].weight * leastRelated }
}

/// Which part of the first one's weight a related set must have.
private let leastRelated = 0.25

/// Nouns met in tagged text that name things, animals, plants and food, and what authors wrote as outliers.
private func vocabulary(_ wordNet: WordNet?, and names: [String]) -> [String] {
  var seen = Set<String>()
  let attested = wordNet?.attested.filter { outlierFiles.contains($0.lexicographer) } ?? []
  return (attested.map(\.lemma) + names)
    .filter { isUsable($0) && $0.count > 2 && seen.insert($0).inserted }
}

/// The lexicographers' files of what may stand in a scene: animals, artifacts, objects, plants.
private let outlierFiles: Set<Int> = [5, 6, 17, 20]

/// Every proposal with the class it is near, in the order given; one that is near nothing is left out.
private func complete(
  _ ranked: [RankedCandidate], _ expansion: Expansion, _ embedding: EmbeddingNeighbours?
) throws -> [Suggestion] {
  let nearest = try embedding?.nearest(to: ranked.map(\.candidate.phrase))
  return ranked.enumerated().compactMap { index, ranked in
    let neighbour = nearest?[index]
    let stated = ranked.candidate.near
    var near = stated
    // Nobody may have said what it resembles, or have said it of a scene that lacks the class it is nearest to.
    if let neighbour, neighbour.cosine >= leastStandIn, !near.contains(neighbour.owner) {
      near.append(neighbour.owner)
    }
    guard !near.isEmpty else { return nil }
    // A likeness by ancestry that the encoder does not see at all is none that a bank could use.
    if let neighbour, ranked.reasons.allSatisfy({ $0.source == .wordnet }),
      neighbour.cosine < leastLikeness || !stated.contains(neighbour.owner)
    {
      return nil
    }
    return Suggestion(
      name: ranked.candidate.phrase, concepts: ranked.candidate.concepts,
      near: near.map { expansion.set.classes[$0].name }, reasons: ranked.reasons,
      nearest: neighbour.map { ($0.concept, $0.cosine) })
  }
}

/// From which cosine on a proposal is near the class that it is nearest to, whatever authors say.
private let leastStandIn: Float = 0.4

/// What WordNet alone proposes must be at least so close to its class.
private let leastLikeness: Float = 0.35

/// What only WordNet calls a kind of a class must be at least so close to one of its concepts.
private let leastKinship: Float = 0.5

/// The words of each class, those that lie nearest to it first; one that lies nearer to another class is left
/// out.
private func rankedConcepts(
  _ found: [(candidates: [Candidate], weight: Double)], _ expansion: Expansion,
  _ embedding: EmbeddingNeighbours?, most: Int
) throws -> [Suggestion] {
  let suggestions = try complete(rank(found), expansion, embedding)
  let owners = Dictionary(
    expansion.classConcepts.enumerated().flatMap { index, concepts in
      concepts.map { ($0.text, expansion.set.classes[index].name) }
    }, uniquingKeysWith: { first, _ in first })
  return expansion.set.classes.flatMap { entry in
    suggestions.filter { suggestion in
      guard suggestion.near == [entry.name] else { return false }
      guard let (concept, cosine) = suggestion.nearest else { return true }
      // Of the kinds that a dictionary has, an author means those that pictures show: `crate`, no `coffin`.
      let isUsed = suggestion.reasons.contains { $0.source == .sets } || cosine >= leastKinship
      return owners[concept] == entry.name && isUsed
    }.prefix(most)
  }
}
