internal import PromptKernels

/// Scores masks: u is a function of the class scores S_k, the sums over queries of s_i c_i[k], of the ID
/// columns k; usually −max S_k.
///
/// c_i is the softmax over all columns of the cosines of a query's embedding divided by the temperature,
/// s_i the query's mask at the pixel (VL4AD, arXiv 2409.17330, equations 1 to 3).
///
/// - Parameters:
///   - embeddings: [N, D] of the shape `embeddingsShape`.
///   - secondEmbeddings: those of a second head, of the same shape; read where the options fuse two.
///   - logits: [N, h, w] of the shape `logitsShape`.
///   - rows: concept embeddings [C, D], each of length 1.
///   - rowColumns: the column of each row.
///   - anomaly: [H, W] of the options, overwritten with u.
///   - column: [H, W], overwritten with the ID column of u.
/// - Throws: ``ScoringError`` if shapes disagree, an extent is 0, a value of the outputs is not finite, or
///   the map would have more than ``maximumPixels``. What the spans hold then is not defined.
package func scoreMaskOutputs(
  embeddings: Span<Float>, embeddingsShape: [Int], secondEmbeddings: Span<Float> = Span(),
  logits: Span<Float>, logitsShape: [Int],
  rows: Span<Float>, rowColumns: Span<Int32>, layout: ColumnLayout, options: ScoringOptions,
  anomaly: inout MutableSpan<Float>, column: inout MutableSpan<Int32>
) throws(ScoringError) {
  typealias Name = ModelOutputs.Name
  try layout.check(rows: rows, rowColumns: rowColumns)
  try check(embeddings, shape: embeddingsShape, rank: 2, name: Name.embeddings)
  try check(logits, shape: logitsShape, rank: 3, name: Name.logits)
  try check(dimension: embeddingsShape[1], of: Name.embeddings, against: layout)
  try options.checkMap(anomaly: anomaly.count, column: column.count)
  try options.checkChoices(layout)
  if options.fusion != nil {
    let second = Name.secondEmbeddings
    try check(secondEmbeddings, shape: embeddingsShape, rank: 2, name: second)
    try checkFinite(secondEmbeddings, name: second, threads: options.threads)
  }
  let (queries, threads) = (embeddingsShape[0], options.threads)
  guard logitsShape[0] == queries else {
    throw ScoringError(
      tensor: Name.logits,
      reason: "has \(logitsShape[0]) masks for \(queries) rows of `\(Name.embeddings)`")
  }
  try checkFinite(embeddings, name: Name.embeddings, threads: threads)
  // Where nothing shrinks, the kernel reads every logit and says whether one is not finite.
  let readsAll = options.height >= logitsShape[1] && options.width >= logitsShape[2]
  if !readsAll { try checkFinite(logits, name: Name.logits, threads: threads) }
  let probabilities = classProbabilities(
    of: embeddings, second: secondEmbeddings, rows: rows, rowColumns: rowColumns, layout: layout,
    options: options)
  let work = scoreMasks(
    logits: logits, queries: queries, maskHeight: logitsShape[1], maskWidth: logitsShape[2],
    probabilities: probabilities.span, columns: layout.idColumns, shares: options.maskForm.shares,
    score: pixelScore(options.score), bound: options.pruningBound, height: options.height,
    width: options.width, anomaly: &anomaly, column: &column, threads: threads)
  if !work.isFinite { try checkFinite(logits, name: Name.logits, threads: threads) }
}
