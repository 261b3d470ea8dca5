internal import PromptKernels

/// Encodes token ids with the tower of a model folder alone: no tokenizer is opened, so this also
/// serves towers whose tokenizer is not read.
///
/// - Parameters:
///   - ids: of each prompt, with start and end; for a tower that is pooled at the last place the whole
///     context, padded as its tokenizer pads.
///   - threads: how many work; all processors if nil.
/// - Returns: unnormalised embeddings, [prompts, dimension] row-major.
/// - Throws: ``EncoderError`` for a folder that is no model, and for a prompt that does not fit it.
package func encodeTokenIDs(
  _ ids: [[Int32]], directory: String, products: ProductPath = .fastest(), threads: Int? = nil,
  progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
) throws(EncoderError) -> (embeddings: [Float], dimension: Int) {
  let tower = try loadTower(ModelDirectory(path: directory, products: products))
  let context = tower.shape.contextLength
  if tower.readsWholeContext, let index = ids.firstIndex(where: { $0.count != context }) {
    throw EncoderError(
      directory, .prompt(index),
      """
      has \(ids[index].count) tokens: this tower is pooled at the last of its \(context) places, so ids \
      come padded to \(context)
      """)
  }
  let plan = try tower.plan(ids, path: directory)
  var embeddings = [Float](repeating: 0, count: ids.count * tower.dimension)
  _ = try tower.encode(
    plan, into: &embeddings, path: directory, threads: threads ?? availableProcessors,
    progress: { done in progress(done, ids.count) })
  return (embeddings, tower.dimension)
}
