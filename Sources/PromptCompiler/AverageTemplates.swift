/// The embedding of each concept: t = normalise(mean over its prompts m of normalise(e_m)).
///
/// Zero-shot CLIP's prompt ensemble (Radford et al. 2021, §3.1.4), as FC-CLIP computes it, in double
/// precision. A prompt or a mean without a direction gives a row that is not finite, which `writeBank`
/// refuses by the concept's name.
///
/// - Parameters:
///   - embeddings: [rows, dimension], unnormalised.
///   - rows: for every prompt its row in `embeddings`, the prompts of a concept together.
///   - counts: how many prompts each concept has; their sum is `rows.count`.
/// - Returns: [counts.count, dimension], L2-normalised.
func averageTemplates(_ embeddings: [Float], rows: [Int], counts: [Int], dimension: Int) -> [Float]
{
  var means: [Float] = []
  means.reserveCapacity(counts.count * dimension)
  var sum = [Double](repeating: 0, count: dimension)
  var prompt = 0
  for count in counts {
    for i in sum.indices { sum[i] = 0 }
    for row in rows[prompt..<prompt + count] {
      let start = row * dimension
      var square = 0.0
      for i in sum.indices {
        square += Double(embeddings[start + i]) * Double(embeddings[start + i])
      }
      let scale = 1 / square.squareRoot()
      for i in sum.indices { sum[i] += Double(embeddings[start + i]) * scale }
    }
    let scale = 1 / sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for value in sum { means.append(Float(value * scale)) }
    prompt += count
  }
  return means
}
