/// The embedding of each concept: the mean of its prompts' embeddings, each divided by its length
/// first, and the mean divided by its own length (Radford et al. 2021, prompt ensembling).
///
/// Computed in double precision. A concept with a prompt that has no direction gets a row that is not
/// finite, which ``writeBank(_:to:digest:)`` refuses by name.
///
/// - Parameters:
///   - prompts: [P, dimension], the prompts of a concept together.
///   - counts: how many prompts each concept has; their sum is P.
/// - Returns: [counts.count, dimension].
/// - Precondition: the sizes fit.
public func averageTemplates(_ prompts: [Float], dimension: Int, counts: [Int]) -> [Float] {
  precondition(dimension > 0 && prompts.count == counts.reduce(0, +) * dimension)
  var embeddings: [Float] = []
  embeddings.reserveCapacity(counts.count * dimension)
  var start = 0
  for count in counts {
    var mean = [Double](repeating: 0, count: dimension)
    for _ in 0..<count {
      let scale = 1 / length(of: prompts[start..<start + dimension].lazy.map(Double.init))
      for index in 0..<dimension { mean[index] += Double(prompts[start + index]) * scale }
      start += dimension
    }
    let scale = 1 / length(of: mean)
    for value in mean { embeddings.append(Float(value * scale)) }
  }
  return embeddings
}

private func length(of values: some Sequence<Double>) -> Double {
  values.reduce(0) { $0 + $1 * $1 }.squareRoot()
}
