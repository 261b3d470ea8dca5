/// The activations of one batch; each thread has its own and uses it for all its batches.
struct Workspace {
  /// The residual stream, [rows, width].
  var stream: [Float]
  /// A normalised stream or the output of attention, [rows, width].
  var rows: [Float]
  /// Queries, keys and values, [rows, 3 width].
  var projections: [Float]
  /// Between the two linear maps of a block, [rows, hidden width].
  var hidden: [Float]
  var product = ProductWorkspace()

  init(rows count: Int, shape: TransformerShape) {
    stream = [Float](repeating: 0, count: count * shape.width)
    rows = stream
    projections = [Float](repeating: 0, count: count * 3 * shape.width)
    hidden = [Float](repeating: 0, count: count * shape.hiddenWidth)
  }
}
