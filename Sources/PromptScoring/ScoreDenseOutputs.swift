internal import PromptKernels

/// Scores one embedding a pixel: the class scores S_k are the pixel's own class probabilities. u is computed
/// where the model gives embeddings, then resized bilinearly. A pixel's column is that of the nearest embedding.
///
/// - Parameter embeddings: [h, w, D] of the shape `shape`; the others as for masks.
/// - Throws: as for masks.
package func scoreDenseOutputs(
  embeddings: Span<Float>, shape: [Int], rows: Span<Float>, rowColumns: Span<Int32>,
  layout: ColumnLayout, options: ScoringOptions, anomaly: inout MutableSpan<Float>,
  column: inout MutableSpan<Int32>
) throws(ScoringError) {
  let name = ModelOutputs.Name.pixelEmbeddings
  try layout.check(rows: rows, rowColumns: rowColumns)
  try check(embeddings, shape: shape, rank: 3, name: name)
  try check(dimension: shape[2], of: name, against: layout)
  try options.checkMap(anomaly: anomaly.count, column: column.count)
  try options.checkChoices(layout)
  if options.fusion != nil {
    throw ScoringError(
      tensor: name, reason: "is of one head, and the set asks for two: they need masks")
  }
  try checkFinite(embeddings, name: name, threads: options.threads)
  let (sourceHeight, sourceWidth) = (shape[0], shape[1])
  let (height, width) = (options.height, options.width)
  let isResized = (sourceHeight, sourceWidth) != (height, width)
  func score(_ anomaly: inout MutableSpan<Float>, _ column: inout MutableSpan<Int32>) {
    scoreVectors(
      embeddings, dimension: layout.dimension, rows: rows, rowColumns: rowColumns,
      columns: layout.columns, void: options.void.span, kept: layout.idColumns,
      temperature: options.temperature, score: pixelScore(options.score), anomaly: &anomaly,
      column: &column, threads: options.threads)
  }
  guard isResized else { return score(&anomaly, &column) }
  var smallAnomaly = [Float](repeating: 0, count: sourceHeight * sourceWidth)
  var smallColumn = [Int32](repeating: 0, count: smallAnomaly.count)
  var anomalySpan = smallAnomaly.mutableSpan
  var columnSpan = smallColumn.mutableSpan
  score(&anomalySpan, &columnSpan)
  let resized = resize(
    smallAnomaly.span, sourceHeight: sourceHeight, sourceWidth: sourceWidth, height: height,
    width: width)
  for y in 0..<height {
    let row = (2 * y + 1) * sourceHeight / (2 * height) * sourceWidth
    for x in 0..<width {
      anomaly[y * width + x] = resized[y * width + x]
      column[y * width + x] = smallColumn[row + (2 * x + 1) * sourceWidth / (2 * width)]
    }
  }
}
