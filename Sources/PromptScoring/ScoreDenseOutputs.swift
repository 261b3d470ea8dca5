internal import PromptKernels

/// Scores one embedding a pixel: u = -max over ID columns of the pixel's own softmax, computed where the
/// model gives embeddings, then resized bilinearly. A pixel's column is that of the nearest embedding.
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
  var smallAnomaly = [Float](repeating: 0, count: isResized ? sourceHeight * sourceWidth : 0)
  var smallColumn = [Int32](repeating: 0, count: smallAnomaly.count)
  // Bands of rows in turn, so that the probabilities of all pixels are never held.
  let rowSize = sourceWidth * layout.dimension
  let band = max(1, 16_384 / sourceWidth)
  for top in stride(from: 0, to: sourceHeight, by: band) {
    let bottom = min(top + band, sourceHeight)
    let band = embeddings.extracting(top * rowSize..<bottom * rowSize)
    let probabilities = classProbabilities(
      of: band, second: Span(), rows: rows, rowColumns: rowColumns, layout: layout,
      options: options)
    for pixel in 0..<(bottom - top) * sourceWidth {
      let first = pixel * layout.idColumns
      var best = 0
      for candidate in 0..<layout.idColumns
      where probabilities[first + candidate] > probabilities[first + best] { best = candidate }
      let place = top * sourceWidth + pixel
      if isResized {
        smallAnomaly[place] = -probabilities[first + best]
        smallColumn[place] = Int32(best)
      } else {
        anomaly[place] = -probabilities[first + best]
        column[place] = Int32(best)
      }
    }
  }
  guard isResized else { return }
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
