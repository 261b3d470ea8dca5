internal import PromptKernels

/// The text tower of CLIP (Radford et al., 2021): causal attention, normalisation before each half
/// of a block, the row of the end token projected into the joint space.
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
  /// [dimension, width], without bias.
  let projection: Linear

  var family: String { "clip" }
  var causal: Bool { true }
  var configurationText: String { "clip \(shape.text) end=\(end)" }
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

    /// The index of the end token.
    func index(in ids: [Int32]) -> Int? {
      switch self {
      case .largest: ids.max().flatMap { ids.firstIndex(of: $0) }
      case .first(let id): ids.firstIndex(of: id)
      }
    }
  }

  /// Nothing behind the end can be seen by it.
  func relevantTokens(of ids: [Int32]) -> ArraySlice<Int32>? {
    end.index(in: ids).map { ids[...$0] }
  }

  func encode(_ batch: PackedPrompts, in workspace: inout Workspace) -> [Float] {
    let width = shape.width
    tokens.withRows { table in
      setSums(
        of: table, rows: batch.tokens, and: positions, rows: batch.positions,
        width: width, in: &workspace.stream)
    }
    let attention = batch.attention
    for (index, layer) in layers.enumerated() {
      // Behind the last attention only the rows of the ends are needed.
      let queries = index == layers.count - 1 ? batch.lastRows : batch.allRows
      layer.apply(
        to: &workspace, rows: batch.rows, attention: attention, queries: queries,
        shape: shape, normalisation: .before)
    }
    let count = batch.prompts.count
    var pooled = [Float](repeating: 0, count: count * width)
    finalNorm.apply(to: workspace.stream, rows: count, into: &pooled)
    var embeddings = [Float](repeating: 0, count: count * dimension)
    projection.product(
      of: pooled, rows: count, into: &embeddings, workspace: &workspace.product)
    return embeddings
  }
}
