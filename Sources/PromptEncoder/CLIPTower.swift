internal import PromptKernels

/// The text tower of CLIP (Radford et al., 2021): causal attention, normalisation before each half
/// of a block, the row of the end token projected into the joint space. SigLIP's (Zhai et al., 2023) is
/// the same without a mask, with the row of the last place and a bias in the projection.
struct CLIPTower: TextTower {
  let source: any WeightFile
  let shape: TransformerShape
  let dimension: Int
  let end: EndRule
  let temperature: Double?
  let tokens: TokenTable
  /// [context, width].
  let positions: [Float]
  let layers: [TransformerLayer]
  let finalNorm: LayerNorm
  /// [dimension, width].
  let projection: Linear
  /// Whether the projection has a bias; without, it is zero.
  let hasBias: Bool

  var family: String { hasBias ? "siglip" : "clip" }
  /// Without, every token sees the whole context, which is filled with token 0, as MobileCLIP's small
  /// towers are trained.
  let causal: Bool
  var configurationText: String {
    "clip \(shape.text) end=\(end) causal=\(causal) context=\(shape.contextLength)"
  }
  var arithmetic: String {
    let pooled = end == .lastPlace ? "the last place" : "the end token"
    return "\(shape.arithmetic), \(causal ? "causal" : "without a mask"), pooled at \(pooled)"
  }
  var readsWholeContext: Bool { end == .lastPlace }
  var linears: [Linear] { layers.flatMap(\.linears) + [projection] }
  var endID: Int32? {
    if case .first(let id) = end { id } else { nil }
  }

  /// Which token of a prompt is its end.
  enum EndRule: Sendable, Equatable {
    /// The first of the largest id.
    case largest
    /// The first of this id.
    case first(Int32)
    /// The last place of the context, padding included.
    case lastPlace

    /// The index of the end token.
    func index(in ids: [Int32]) -> Int? {
      switch self {
      case .largest: ids.max().flatMap { ids.firstIndex(of: $0) }
      case .first(let id): ids.firstIndex(of: id)
      case .lastPlace: ids.indices.last
      }
    }
  }

  /// In a causal tower nothing behind the end can be seen by it; in the other kind the filling is seen
  /// too.
  func relevantTokens(of ids: [Int32]) -> ArraySlice<Int32>? {
    // Which token fills the context is the tokenizer's to say.
    if end == .lastPlace { return ids.count == shape.contextLength ? ids[...] : nil }
    guard let end = end.index(in: ids) else { return nil }
    if causal { return ids[...end] }
    return (ids + [Int32](repeating: 0, count: max(0, shape.contextLength - ids.count)))[...]
  }

  /// The row of each prompt's end token, rising.
  private func endRows(of batch: PackedPrompts) -> [Int32] {
    if causal { return batch.lastRows }
    let context = shape.contextLength
    return batch.lastRows.map { last in
      let first = Int(last) + 1 - context
      let place = end.index(in: Array(batch.tokens[first...Int(last)])) ?? context - 1
      return Int32(first + place)
    }
  }

  func encode(_ batch: PackedPrompts, in workspace: inout Workspace) -> [Float] {
    let width = shape.width
    tokens.withRows { table in
      setSums(
        of: table, rows: batch.tokens, and: positions, rows: batch.positions,
        width: width, in: &workspace.stream)
    }
    let attention = batch.attention
    let ends = endRows(of: batch)
    let kinds = batch.kinds()
    for (index, layer) in layers.enumerated() {
      // Behind the last attention only the rows of the ends are needed.
      let queries = index == layers.count - 1 ? ends : batch.allRows
      layer.apply(
        to: &workspace, rows: batch.rows, attention: attention, queries: queries,
        kinds: index == 0 ? kinds : nil, shape: shape, normalisation: .before)
    }
    let count = batch.prompts.count
    var pooled = [Float](repeating: 0, count: count * width)
    finalNorm.apply(to: workspace.stream, rows: count, into: &pooled)
    var embeddings = [Float](repeating: 0, count: count * dimension)
    projection.apply(
      to: pooled, rows: count, into: &embeddings, workspace: &workspace.product)
    return embeddings
  }
}
