internal import PromptKernels

/// One block of a transformer: attention and a two-layer perceptron, each added to the stream.
struct TransformerLayer: Sendable {
  /// Where a block normalises.
  enum Normalisation: Sendable {
    /// Before each half (CLIP).
    case before
    /// After each sum (BERT).
    case after
  }

  /// Queries, keys and values: [3 width, width].
  let attentionInput: Linear
  let attentionOutput: Linear
  let attentionNorm: LayerNorm
  let hiddenInput: Linear
  let hiddenOutput: Linear
  let hiddenNorm: LayerNorm
  var linears: [Linear] { [attentionInput, attentionOutput, hiddenInput, hiddenOutput] }

  /// Applies the block to the stream of a workspace.
  ///
  /// - Parameters:
  ///   - rows: how many rows the stream has.
  ///   - queries: the rows that are needed afterwards, rising; they become the first rows of the
  ///     stream. Keys and values come from every row either way.
  ///   - kinds: which rows of the stream are equal; nil where none needs to be.
  func apply(
    to workspace: inout Workspace, rows: Int, attention: RowAttention, queries: [Int32],
    kinds: (first: [Int32], ofRow: [Int32])? = nil, shape: TransformerShape,
    normalisation: Normalisation
  ) {
    let width = shape.width
    project(&workspace, rows: rows, kinds: kinds, normalisation: normalisation)
    attention.apply(
      to: workspace.projections, rows: rows, queries: queries, shape: shape, into: &workspace.rows)
    if queries.count < rows { moveToFront(rows: queries, of: &workspace.stream, width: width) }
    attentionOutput.add(
      of: workspace.rows, rows: queries.count, to: &workspace.stream, workspace: &workspace.product)
    if normalisation == .after { attentionNorm.apply(to: &workspace.stream, rows: queries.count) }
    transform(
      &workspace, rows: queries.count, activation: shape.activation, normalisation: normalisation)
  }

  /// Queries, keys and values of every row; equal rows once.
  private func project(
    _ workspace: inout Workspace, rows: Int, kinds: (first: [Int32], ofRow: [Int32])?,
    normalisation: Normalisation
  ) {
    if let kinds {
      let count = kinds.first.count
      gather(
        rows: kinds.first, of: workspace.stream, into: &workspace.rows, width: attentionInput.inputs
      )
      if normalisation == .before { attentionNorm.apply(to: &workspace.rows, rows: count) }
      attentionInput.apply(
        to: workspace.rows, rows: count, into: &workspace.projections,
        workspace: &workspace.product)
      spread(rows: kinds.ofRow, of: &workspace.projections, width: attentionInput.outputs)
      return
    }
    switch normalisation {
    case .before:
      attentionNorm.apply(to: workspace.stream, rows: rows, into: &workspace.rows)
      attentionInput.apply(
        to: workspace.rows, rows: rows, into: &workspace.projections, workspace: &workspace.product)
    case .after:
      attentionInput.apply(
        to: workspace.stream, rows: rows, into: &workspace.projections,
        workspace: &workspace.product)
    }
  }

  /// The two-layer perceptron.
  private func transform(
    _ workspace: inout Workspace, rows: Int, activation: Activation, normalisation: Normalisation
  ) {
    switch normalisation {
    case .before:
      hiddenNorm.apply(to: workspace.stream, rows: rows, into: &workspace.rows)
      hiddenInput.product(
        of: workspace.rows, rows: rows, into: &workspace.hidden, workspace: &workspace.product)
    case .after:
      hiddenInput.product(
        of: workspace.stream, rows: rows, into: &workspace.hidden, workspace: &workspace.product)
    }
    activation.apply(to: &workspace.hidden, rows: rows, bias: hiddenInput.bias)
    hiddenOutput.add(
      of: workspace.hidden, rows: rows, to: &workspace.stream, workspace: &workspace.product)
    if normalisation == .after { hiddenNorm.apply(to: &workspace.stream, rows: rows) }
  }
}
