internal import PromptKernels

/// A few thousand bins of scores, in which each image's pixels are counted for the bootstrap.
///
/// The edges are scores of a sample, half of it anomalous, half normal, evenly spaced by rank, so that
/// bins are narrow where the curves bend. A score that fills more than a bin has one of its own. Where all
/// scores together are few, each has its own and nothing is lost.
struct ScoreBins: Sendable {
  /// The least key of each bin, upwards; that of the first is 0.
  let edges: [UInt32]

  var count: Int { edges.count }

  /// Whether all pixels of a bin have one score.
  func isOneScore(_ bin: Int) -> Bool {
    bin + 1 < edges.count && edges[bin + 1] == edges[bin] + 1
  }

  /// - Parameters:
  ///   - anomalous: sampled keys, in any order.
  ///   - normal: sampled keys, in any order.
  ///   - limit: how many bins there may be, about.
  init(anomalous: [UInt32], normal: [UInt32], limit: Int) {
    var edges: Set<UInt32> = [0]
    func insertScore(_ key: UInt32) {
      edges.insert(key)
      if key < .max { edges.insert(key + 1) }
    }
    let distinct = Set(anomalous).union(normal)
    if distinct.count <= limit / 2 {
      distinct.forEach(insertScore)
    } else {
      for keys in [anomalous.sorted(), normal.sorted()] where !keys.isEmpty {
        let steps = min(limit / 2, keys.count)
        let picked = (0..<steps).map { keys[$0 * keys.count / steps] }
        for (index, key) in picked.enumerated() {
          if index + 1 < steps, picked[index + 1] == key {
            insertScore(key)
          } else {
            edges.insert(key)
          }
        }
      }
    }
    self.edges = edges.sorted()
  }

  /// The pixels of a map in each bin: the anomalous ones of all bins, then the normal ones.
  func count(_ scores: borrowing SortedScores) -> [UInt32] {
    counts(of: scores.anomalous) + counts(of: scores.normal)
  }

  private func counts(of keys: ArraySlice<UInt32>) -> [UInt32] {
    var counts = [UInt32](repeating: 0, count: edges.count)
    var start = keys.startIndex
    for bin in edges.indices {
      let end =
        bin + 1 < edges.count ? keys[start...].firstIndex(notBelow: edges[bin + 1]) : keys.endIndex
      counts[bin] = UInt32(end - start)
      start = end
    }
    return counts
  }
}
