internal import PromptKernels
internal import Synchronization

extension TextTower {
  /// Encodes prompts, batch by batch; no more activations are kept than those of one batch a thread.
  ///
  /// - Parameters:
  ///   - prompts: token ids with start and end.
  ///   - path: the encoder's folder, for messages.
  ///   - threads: how many work; the result does not depend on it.
  ///   - keep: takes the finite embeddings of each batch as they come, [prompts, dimension], and which
  ///     prompts they are; from any thread.
  ///   - progress: called after batches, on the caller's thread.
  /// - Returns: unnormalised embeddings, [prompts, dimension] row-major.
  /// - Throws: ``EncoderError`` for a prompt that is empty, too long, without an end, or with an id
  ///   outside the vocabulary, and for an embedding that is not finite.
  func encode(
    _ prompts: [[Int32]], path: String, threads: Int,
    keep: (_ prompts: [Int], _ rows: [Float]) -> Void = { _, _ in },
    progress: (_ done: Int, _ total: Int) -> Void
  ) throws(EncoderError) -> [Float] {
    let relevant = try relevantTokens(of: prompts, path: path)
    let plan = PackingPlan(relevant, causal: causal)
    let results = SharedResults(count: prompts.count * dimension)
    if !plan.batches.isEmpty {
      let linears = linears
      forEachInParallel(count: linears.count, threads: threads) { linears[$0].prepare() }
    }
    forEachInParallel(
      count: plan.batches.count, threads: threads,
      state: { Workspace(rows: plan.mostRows, shape: shape) },
      finished: { _ in progress(results.state.withLock { $0.done }, prompts.count) }
    ) { index, workspace in
      let batch = plan.batches[index]
      let rows = encode(batch, in: &workspace)
      results.state.withLock { $0.store(rows, of: batch, plan: plan, dimension: dimension) }
      if allFinite(rows.span) { keep(batch.prompts.map { plan.places[$0][0] }, rows) }
    }
    let (embeddings, notFinite) = results.state.withLock { ($0.embeddings, $0.notFinite) }
    if let broken = notFinite {
      throw EncoderError(
        path, .prompt(broken),
        "its embedding is not finite: the weights hold NaN, infinite or huge values")
    }
    return embeddings
  }

  /// The tokens that matter of each prompt.
  func relevantTokens(of prompts: [[Int32]], path: String) throws(EncoderError)
    -> [ArraySlice<Int32>]
  {
    var relevant: [ArraySlice<Int32>] = []
    relevant.reserveCapacity(prompts.count)
    for (index, ids) in prompts.enumerated() {
      relevant.append(try check(ids, path: path, index: index))
    }
    return relevant
  }

  /// The tokens of a prompt that matter.
  private func check(_ ids: [Int32], path: String, index: Int) throws(EncoderError)
    -> ArraySlice<Int32>
  {
    func problem(_ reason: String) -> EncoderError { EncoderError(path, .prompt(index), reason) }
    guard !ids.isEmpty else { throw problem("has no tokens") }
    guard ids.count <= shape.contextLength else {
      throw problem("has \(ids.count) tokens, the encoder takes up to \(shape.contextLength)")
    }
    if let id = ids.first(where: { $0 < 0 || Int($0) >= shape.vocabularySize }) {
      throw problem("token id \(id) is outside the vocabulary of \(shape.vocabularySize)")
    }
    guard let relevant = relevantTokens(of: ids) else {
      throw problem("has no end token\(endID.map { " \($0)" } ?? "")")
    }
    return relevant
  }
}

/// What the threads have computed so far, behind a lock.
private final class SharedResults: Sendable {
  let state: Mutex<Results>

  init(count: Int) { state = Mutex(Results(embeddings: [Float](repeating: 0, count: count))) }
}

private struct Results: Sendable {
  var embeddings: [Float]
  /// How many prompts are done.
  var done = 0
  /// The first prompt whose embedding is not finite.
  var notFinite: Int?

  mutating func store(_ rows: [Float], of batch: PackedPrompts, plan: PackingPlan, dimension: Int) {
    for (row, prompt) in batch.prompts.enumerated() {
      let range = row * dimension..<(row + 1) * dimension
      let isFinite = allFinite(rows.span.extracting(range))
      for place in plan.places[prompt] {
        embeddings.replaceSubrange(
          place * dimension..<(place + 1) * dimension, with: rows[range])
        if !isFinite { notFinite = min(notFinite ?? place, place) }
      }
      done += plan.places[prompt].count
    }
  }
}
