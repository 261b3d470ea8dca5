/// A proposal with all that speaks for it.
struct RankedCandidate {
  var candidate: Candidate
  var reasons: [SuggestionReason]
}

/// Weighs the proposals of several sources by their ranks (reciprocal rank fusion, Cormack, Clarke and
/// Büttcher 2009): a proposal gets 1 / (k + rank) from each source that has it.
///
/// Ranks, not scores, because the sources' scores have no common unit. The first source that has a proposal
/// gives its words, its classes and its first reason; of a proposal that one source has twice, the first counts.
func rank(_ sources: [(candidates: [Candidate], weight: Double)]) -> [RankedCandidate] {
  var order: [String] = []
  var merged: [String: (score: Double, ranked: RankedCandidate)] = [:]
  for (candidates, weight) in sources {
    var seen = Set<String>()
    for (rank, candidate) in candidates.filter({ seen.insert($0.phrase).inserted }).enumerated() {
      let worth = weight / (steepness + Double(rank + 1))
      if var known = merged[candidate.phrase] {
        known.score += worth
        known.ranked.reasons.append(candidate.reason)
        if known.ranked.candidate.near.isEmpty { known.ranked.candidate.near = candidate.near }
        merged[candidate.phrase] = known
      } else {
        order.append(candidate.phrase)
        merged[candidate.phrase] = (worth, .init(candidate: candidate, reasons: [candidate.reason]))
      }
    }
  }
  return order.compactMap { merged[$0] }.enumerated()
    .sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
    .map(\.element.ranked)
}

/// k: how much the first ranks are ahead of the later ones.
private let steepness = 10.0
