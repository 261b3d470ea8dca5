internal import PromptKernels
internal import Synchronization

extension TextTower {
  /// Divides prompts into batches.
  ///
  /// - Parameters:
  ///   - chosen: the indices of those to be encoded; nil for all.
  ///   - path: the encoder's folder, for messages.
  /// - Throws: ``EncoderError`` for a prompt that is empty, too long, without an end, or with an id
  ///   outside the vocabulary.
  func plan(_ prompts: [[Int32]], only chosen: [Int]? = nil, path: String) throws(EncoderError)
    -> PackingPlan
  {
    let indices = chosen ?? Array(prompts.indices)
    var relevant: [ArraySlice<Int32>] = []
    relevant.reserveCapacity(indices.count)
    for index in indices {
      relevant.append(try check(prompts[index], path: path, index: index))
    }
    return PackingPlan(relevant, indices: indices, causal: causal)
  }

  /// Encodes prompts, batch by batch; no more activations are kept than those of one batch a thread.
  ///
  /// - Parameters:
  ///   - embeddings: takes the unnormalised embeddings at the places of the plan,
  ///     [prompts, dimension] row-major.
  ///   - path: the encoder's folder, for messages.
  ///   - threads: how many work; the result does not depend on it.
  ///   - besides: what one of the threads does first, while the others encode.
  ///   - keep: takes the finite embeddings of each batch as they come, [prompts, dimension], and which
  ///     prompts they are; from any thread.
  ///   - progress: called after batches with the prompts done, on the caller's thread.
  /// - Returns: what it took.
  /// - Throws: ``EncoderError`` for an embedding that is not finite.
  func encode(
    _ plan: PackingPlan, into embeddings: inout [Float], path: String, threads: Int,
    besides: () -> Void = {}, keep: (_ prompts: [Int], _ rows: [Float]) -> Void = { _, _ in },
    progress: (_ done: Int) -> Void = { _ in }
  ) throws(EncoderError) -> EncodingEffort {
    var effort = EncodingEffort()
    guard !plan.batches.isEmpty else { return effort }
    let linears = linears
    let clock = ContinuousClock()
    effort.preparing = clock.measure {
      forEachInParallel(count: linears.count, threads: threads) { linears[$0].prepare() }
    }
    let results = SharedResults(taking: &embeddings)
    effort.encoding = clock.measure {
      forEachInParallel(
        count: plan.batches.count + 1, threads: threads,
        state: { Workspace(rows: plan.mostRows, shape: shape) },
        finished: { _ in progress(results.state.withLock { $0.done }) }
      ) { index, workspace in
        guard index > 0 else { return besides() }
        let batch = plan.batches[index - 1]
        let rows = encode(batch, in: &workspace)
        let operations = workspace.product.takeOperations()
        results.state.withLock {
          $0.store(rows, of: batch, plan: plan, dimension: dimension)
          $0.operations += operations
        }
        if allFinite(rows.span) { keep(batch.prompts.map { plan.places[$0][0] }, rows) }
      }
    }
    let broken = results.state.withLock { state in
      swap(&embeddings, &state.embeddings)
      effort.operations = state.operations
      return state.notFinite
    }
    if let broken {
      throw EncoderError(
        path, .prompt(broken),
        "its embedding is not finite: the weights hold NaN, infinite or huge values")
    }
    return effort
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

  /// Takes the array away from its holder, so that no copy of it is made when rows are stored.
  init(taking embeddings: inout [Float]) {
    var results = Results()
    swap(&results.embeddings, &embeddings)
    state = Mutex(results)
  }
}

private struct Results: Sendable {
  var embeddings: [Float] = []
  /// How many prompts are done.
  var done = 0
  /// What products took.
  var operations = 0.0
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
