/// Divides prompts into batches.
///
/// Equal prompts are encoded once. The rest are put in the order of their tokens, so that batches,
/// and with them the last digits of every result, depend on the set of prompts alone: not on their
/// order, nor on the number of threads. It also brings prompts together that begin alike.
struct PackingPlan: Sendable {
  let batches: [PackedPrompts]
  /// For each prompt of the batches, the indices of the prompts it stands for.
  let places: [[Int]]
  /// The most rows of a batch.
  var mostRows: Int { batches.lazy.map(\.rows).max() ?? 0 }

  /// Rows of all batches.
  var rows: Int { batches.reduce(0) { $0 + $1.rows } }

  /// The most rows of a batch: enough to keep matrix products busy, few enough to stay in the cache.
  static let rowsPerBatch = 512
  /// The least that is worth reading all weights for.
  private static let leastRows = 96

  /// - Parameters:
  ///   - prompts: the tokens that matter of each prompt; none is empty.
  ///   - indices: what `places` calls each; nil: its index.
  init(_ prompts: [ArraySlice<Int32>], indices: [Int]? = nil, causal: Bool) {
    let order = prompts.indices.sorted {
      prompts[$0].lexicographicallyPrecedes(prompts[$1])
        || (prompts[$0] == prompts[$1] && $0 < $1)
    }
    var distinct: [ArraySlice<Int32>] = []
    var places: [[Int]] = []
    // How many rows each prompt has of the one before it.
    var shared: [Int] = []
    for index in order {
      let ids = prompts[index]
      if ids == distinct.last {
        places[places.count - 1].append(indices?[index] ?? index)
        continue
      }
      shared.append(causal ? distinct.last.map { sharedCount($0, ids) } ?? 0 : 0)
      distinct.append(ids)
      places.append([indices?[index] ?? index])
    }
    var batches: [PackedPrompts] = []
    // What all batches that are left would have if none began anew.
    var left = zip(distinct, shared).reduce(0) { $0 + $1.0.count - $1.1 }
    var first = 0
    while first < distinct.count {
      // Batches shrink towards the end, so that threads end together and small sets are divided too.
      let limit = min(Self.rowsPerBatch, max(Self.leastRows, left / 4))
      let end = Self.end(of: first, distinct, shared, limit: limit)
      var batch = PackedPrompts(causal: causal)
      for prompt in first..<end { batch.append(distinct[prompt], prompt: prompt) }
      left -= batch.rows
      batches.append(batch)
      first = end
    }
    self.batches = batches
    self.places = places
  }

  /// Where the batch that begins with a prompt ends: in the last eighth of what it may hold, at the prompt that
  /// has the fewest rows of the one before, for the next batch computes those again.
  private static func end(
    of first: Int, _ prompts: [ArraySlice<Int32>], _ shared: [Int], limit: Int
  ) -> Int {
    var rows = prompts[first].count
    var end = first + 1
    var best = end
    while end < prompts.count {
      if rows < limit - limit / 8 || shared[end] <= shared[best] { best = end }
      rows += prompts[end].count - shared[end]
      if rows > limit { return best }
      end += 1
    }
    return end
  }
}

/// How many tokens two prompts have in common, from the start.
func sharedCount(_ a: ArraySlice<Int32>, _ b: ArraySlice<Int32>) -> Int {
  zip(a, b).prefix { $0 == $1 }.count
}
