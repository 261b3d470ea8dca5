/// The embedding of every concept: t = normalise(mean over templates m of normalise(e_m)).
///
/// Zero-shot CLIP's prompt ensemble (Radford et al. 2021, §3.1.4), as FC-CLIP computes it. Summed in
/// double precision.
///
/// - Parameters:
///   - promptRows: for every prompt, its row in `embeddings`.
///   - concepts: for every concept, its prompts; not empty.
///   - embeddings: unnormalised, finite and not zero, row-major, `dimension` floats a row.
/// - Returns: one L2-normalised row per concept, row-major.
func averagePrompts(
  _ promptRows: [Int], ofConcepts concepts: [Range<Int>], embeddings: [Float], dimension: Int
) -> [Float] {
  var rows: [Float] = []
  rows.reserveCapacity(concepts.count * dimension)
  var sum = [Double](repeating: 0, count: dimension)
  for prompts in concepts {
    for i in sum.indices { sum[i] = 0 }
    for prompt in prompts {
      let start = promptRows[prompt] * dimension
      let scale = 1 / norm(embeddings[start..<start + dimension].lazy.map(Double.init))
      for i in sum.indices { sum[i] += Double(embeddings[start + i]) * scale }
    }
    let scale = 1 / norm(sum)
    rows.append(contentsOf: sum.lazy.map { Float($0 * scale) })
  }
  return rows
}

private func norm(_ values: some Sequence<Double>) -> Double {
  values.reduce(0) { $0 + $1 * $1 }.squareRoot()
}
