internal import PromptKernels

/// BERT (Devlin et al., 2018) as a sentence encoder: every token sees every other, normalisation
/// after each sum, the embedding is the mean over all tokens with start and end.
struct BERTTower: TextTower {
  let source: any WeightFile
  let shape: TransformerShape
  let tokens: TokenTable
  /// The rows of positions, [positions, width].
  let positions: [Float]
  /// The rows of the two sentences, [types, width]; a prompt is all of the first.
  let tokenTypes: [Float]
  /// Position and first sentence together, [positions, width].
  let positionsOfFirstType: [Float]
  let embeddingNorm: LayerNorm
  let layers: [TransformerLayer]

  var family: String { "bert" }
  var dimension: Int { shape.width }
  var temperature: Double? { nil }
  var endID: Int32? { nil }
  var causal: Bool { false }
  var configurationText: String { "bert \(shape.text)" }
  var arithmetic: String { "\(shape.arithmetic), without a mask, mean of all tokens" }
  var readsWholeContext: Bool { false }
  var linears: [Linear] { layers.flatMap(\.linears) }

  func relevantTokens(of ids: [Int32]) -> ArraySlice<Int32>? { ids[...] }

  func encode(_ batch: PackedPrompts, in workspace: inout Workspace) -> [Float] {
    let width = shape.width
    tokens.withRows { table in
      setSums(
        of: table, rows: batch.tokens, and: positionsOfFirstType,
        rows: batch.positions, width: width, in: &workspace.stream)
      embeddingNorm.apply(to: &workspace.stream, rows: batch.rows)
    }
    let attention = batch.attention
    let kinds = batch.kinds()
    for (index, layer) in layers.enumerated() {
      layer.apply(
        to: &workspace, rows: batch.rows, attention: attention, queries: batch.allRows,
        kinds: index == 0 ? kinds : nil, shape: shape, normalisation: .after)
    }
    var means = [Float](repeating: 0, count: batch.prompts.count * width)
    setMeans(of: workspace.stream, lastRows: batch.lastRows, width: width, in: &means)
    return means
  }
}
