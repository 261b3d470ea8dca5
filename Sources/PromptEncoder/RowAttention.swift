internal import PromptKernels

/// Which rows each row of a batch attends to.
enum RowAttention: Sendable {
  /// Itself and its ancestors in a prefix tree.
  case tree(TreeAttention)
  /// All rows of its prompt.
  case lists(Attention)

  /// Sets the front of `result` to the attention of some rows.
  ///
  /// - Parameters:
  ///   - projections: queries, keys and values side by side.
  ///   - rows: how many rows there are.
  ///   - queries: the rows to compute, rising.
  func apply(
    to projections: [Float], rows: Int, queries: [Int32], shape: TransformerShape,
    into result: inout [Float]
  ) {
    let width = shape.width
    switch self {
    case .lists(let lists):
      lists.apply(
        to: projections, heads: shape.heads, width: width, queries: queries,
        into: &result)
    case .tree(let tree):
      let all = projections.span
      let keys = all.extracting(width...)
      let values = all.extracting((2 * width)...)
      var output = result.mutableSpan
      if queries.count == rows {
        tree.apply(
          queries: all, queryStride: 3 * width, keys: keys, values: values, stride: 3 * width,
          heads: shape.heads, width: width, into: &output)
      } else {
        var chosen: [Float] = []
        chosen.reserveCapacity(queries.count * width)
        for row in queries {
          chosen += projections[Int(row) * 3 * width..<(Int(row) * 3 + 1) * width]
        }
        tree.apply(
          queries: chosen.span, queryStride: width, rows: queries, keys: keys, values: values,
          stride: 3 * width, heads: shape.heads, width: width, into: &output)
      }
    }
  }
}
