internal import PromptKernels
internal import PromptTokenizer

/// What encoding took, beside what it would have taken.
package struct EncodingCounts: Sendable, Equatable {
  /// Prompts asked for, and different ones among them.
  package var prompts = 0
  package var distinct = 0
  /// Different prompts whose embedding the cache held.
  package var cached = 0
  /// Tokens of the different prompts, start and end included.
  package var tokens = 0
  /// Tokens as they would be padded to the whole context.
  package var paddedTokens = 0
  /// Rows that go through the tower: in causal towers each prefix once.
  package var rows = 0
  /// The work and the time.
  package var effort = EncodingEffort()
}

extension TextEncoder {
  /// As ``encode(_:threads:progress:)``, with what it took.
  package func encodeCounting(
    _ tokens: [[Int32]], threads: Int? = nil,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(EncoderError) -> (embeddings: [Float], counts: EncodingCounts) {
    var embeddings = [Float](repeating: 0, count: tokens.count * dimension)
    var (counts, missing, store) = lookUp(tokens) { index, row in
      embeddings.replaceSubrange(index * dimension..<(index + 1) * dimension, with: row)
    }
    let found = tokens.count - missing.count
    // What the cache held took no time: rates count from here.
    progress(found, tokens.count)
    let plan = try tower.plan(tokens, only: missing, path: directory)
    counts.rows = plan.rows
    counts.effort = try tower.encode(
      plan, into: &embeddings, path: directory, threads: threads ?? availableProcessors,
      // Every use of embeddings names their space, and a digest keeps one thread busy.
      besides: { _ = weightsDigest },
      keep: { prompts, rows in store?.add(rows, for: prompts.map { tokens[$0] }) },
      progress: { done in progress(found + done, tokens.count) })
    store?.finish()
    if let cache, !missing.isEmpty, store != nil { cache.prune() }
    return (embeddings, counts)
  }

  /// What encoding would take. No weights are read.
  package func count(_ tokens: [[Int32]]) throws(EncoderError) -> EncodingCounts {
    var (counts, missing, _) = lookUp(tokens) { _, _ in }
    counts.rows = try tower.plan(tokens, only: missing, path: directory).rows
    return counts
  }

  /// How many seconds encoding would take, by the rate of one product; rough.
  package func estimatedSeconds(for counts: EncodingCounts, threads: Int? = nil) -> Double {
    guard counts.rows > 0, let linear = tower.linears.first else { return 0 }
    let operations = tower.linears.reduce(0.0) { $0 + 2 * Double($1.inputs) * Double($1.outputs) }
    linear.prepare()
    let rows = 96
    let input = [Float](repeating: 0.5, count: rows * linear.inputs)
    var output = [Float](repeating: 0, count: rows * linear.outputs)
    var workspace = ProductWorkspace()
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<5 {
      let time = clock.measure {
        linear.product(of: input, rows: rows, into: &output, workspace: &workspace)
      }
      best = min(best, time / .seconds(1))
    }
    let rate = 2 * Double(rows) * Double(linear.inputs) * Double(linear.outputs) / max(best, 1e-9)
    // Products take nine tenths of the time.
    return operations * Double(counts.rows)
      / (0.9 * rate * Double(max(1, threads ?? availableProcessors)))
  }

  /// Everything an embedding's bytes depend on but its tokens.
  private var identity: String {
    """
    rows 2
    \(tower.configurationText)
    \(weightsDigest)
    \(tokenizer.mode.rawValue) \(vocabularyDigest)
    \(products) \(InstructionSet.widest)

    """
  }

  /// Finds what the cache holds, and lends each row with the index of its prompt.
  ///
  /// - Returns: counts, and the indices of the prompts without a row.
  private func lookUp(_ tokens: [[Int32]], found: (_ index: Int, _ row: [Float]) -> Void) -> (
    counts: EncodingCounts, missing: [Int], store: EmbeddingStore?
  ) {
    var counts = EncodingCounts()
    counts.prompts = tokens.count
    var missing: [Int] = []
    // Rows that depend on their neighbours must not outlive them.
    let store =
      products.isStable ? cache?.store(identity: identity, dimension: dimension) : nil
    // nil for prompts that were seen and have no row.
    var known: [[Int32]: [Float]?] = [:]
    for (index, ids) in tokens.enumerated() {
      let row: [Float]?
      if let seen = known[ids] {
        row = seen
      } else {
        row = store?.row(for: ids)
        known[ids] = .some(row)
        counts.distinct += 1
        counts.tokens += ids.count
        counts.paddedTokens += contextLength
        if row != nil { counts.cached += 1 }
      }
      if let row { found(index, row) } else { missing.append(index) }
    }
    return (counts, missing, store)
  }
}
