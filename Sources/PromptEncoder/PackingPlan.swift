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

  /// The rows of a batch: enough to keep matrix products busy, few enough to stay in the cache.
  static let rowsPerBatch = 512

  /// - Parameter prompts: the tokens that matter of each prompt; none is empty.
  init(_ prompts: [ArraySlice<Int32>], causal: Bool) {
    let order = prompts.indices.sorted {
      prompts[$0].lexicographicallyPrecedes(prompts[$1])
        || (prompts[$0] == prompts[$1] && $0 < $1)
    }
    let total = prompts.reduce(0) { $0 + $1.count }
    // Small sets are divided too, so that every thread has work.
    let limit = min(Self.rowsPerBatch, max(64, total / 8))
    var batches: [PackedPrompts] = []
    var places: [[Int]] = []
    var previous: ArraySlice<Int32>?
    for index in order {
      let ids = prompts[index]
      if ids == previous {
        places[places.count - 1].append(index)
        continue
      }
      previous = ids
      if batches.last.map({ $0.rows + $0.newRows(for: ids) > limit }) ?? true {
        batches.append(PackedPrompts(causal: causal))
      }
      batches[batches.count - 1].append(ids, prompt: places.count)
      places.append([index])
    }
    self.batches = batches
    self.places = places
  }
}
