internal import PromptKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// c of the ID columns, [N, K], with the void column and the two heads that the options ask for.
///
/// A void column takes part in the softmax and then is dropped. Two heads are fused over the ID and ood
/// columns, p_in^(1 − w) · p_out^w divided by their sum, and then multiplied by 1 − p_void, where p_void is
/// the void column's share in the first head (as in FC-CLIP). Where the heads exclude each other in every
/// column, all are 0.
///
/// - Parameters:
///   - embeddings: [N, D], finite.
///   - second: the second head's, likewise; not read without ``ScoringOptions/fusion``.
func classProbabilities(
  of embeddings: Span<Float>, second: Span<Float>, rows: Span<Float>, rowColumns: Span<Int32>,
  layout: ColumnLayout, options: ScoringOptions
) -> [Float] {
  let columns = layout.columns
  func probabilities(
    _ vectors: Span<Float>, void: Span<Float>, kept: Int, temperature: Double
  ) -> [Float] {
    columnProbabilities(
      of: vectors, dimension: layout.dimension, rows: rows, rowColumns: rowColumns,
      columns: columns, void: void, kept: kept, temperature: temperature, threads: options.threads)
  }
  let hasVoid = !options.void.isEmpty
  guard let fusion = options.fusion else {
    return probabilities(
      embeddings, void: options.void.span, kept: layout.idColumns,
      temperature: options.temperature)
  }
  let first = probabilities(
    embeddings, void: Span(), kept: columns, temperature: options.temperature)
  let other = probabilities(
    second, void: Span(), kept: columns, temperature: fusion.secondTemperature)
  let void =
    hasVoid
    ? probabilities(
      embeddings, void: options.void.span, kept: columns + 1, temperature: options.temperature)
    : []
  let queries = first.count / columns
  var fused = [Float](repeating: 0, count: queries * layout.idColumns)
  var powers = [Double](repeating: 0, count: columns)
  for query in 0..<queries {
    var sum = 0.0
    for column in 0..<columns {
      let weight = fusion.weights[column]
      let index = query * columns + column
      powers[column] = pow(Double(first[index]), 1 - weight) * pow(Double(other[index]), weight)
      sum += powers[column]
    }
    let present = hasVoid ? 1 - Double(void[query * (columns + 1) + columns]) : 1
    if sum > 0 {
      for column in 0..<layout.idColumns {
        fused[query * layout.idColumns + column] = Float(powers[column] / sum * present)
      }
    }
  }
  return fused
}
