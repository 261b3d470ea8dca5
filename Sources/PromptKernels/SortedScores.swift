internal import CPromptKernels

/// The scores of one map by their labels, each class sorted upwards, as keys.
///
/// A key is an integer whose order is the order of scores; -0 has the key of 0. An instance is filled
/// again for each map, so that its memory is taken once.
package struct SortedScores: Sendable {
  /// Of label 0; the indices begin at 0.
  package var normal: ArraySlice<UInt32> { normalKeys[..<normalCount] }
  /// Of label 1; the indices begin at 0.
  package var anomalous: ArraySlice<UInt32> { anomalousKeys[..<anomalousCount] }
  private var normalKeys: [UInt32] = []
  private var anomalousKeys: [UInt32] = []
  private var scratch: [UInt32] = []
  private var normalCount = 0
  private var anomalousCount = 0

  package init() {}

  /// Takes a map's scores, without order yet: they stand as the pixels do.
  ///
  /// - Parameter labels: 0, 1, and others that do not count; as many as scores.
  /// - Returns: the first pixel of label 0 or 1 whose score is infinite or no number, or nil.
  package mutating func take(scores: Span<Float>, labels: Span<UInt8>) -> Int? {
    precondition(scores.count == labels.count)
    let count = scores.count
    if normalKeys.count < count + 1 {
      normalKeys = [UInt32](repeating: 0, count: count + 1)
      anomalousKeys = [UInt32](repeating: 0, count: count + 1)
    }
    let bad = unsafe scores.withUnsafeBufferPointer { scores in
      unsafe labels.withUnsafeBufferPointer { labels in
        unsafe pk_split_scores(
          scores.baseAddress, labels.baseAddress, count, &normalKeys, &anomalousKeys, &normalCount,
          &anomalousCount)
      }
    }
    return bad == count ? nil : bad
  }

  /// Sorts the keys of label 1.
  package mutating func sortAnomalous() {
    reserve(anomalousCount)
    unsafe pk_sort_keys(&anomalousKeys, &scratch, anomalousCount)
  }

  /// Sorts the keys of label 0.
  package mutating func sortNormal() {
    reserve(normalCount)
    unsafe pk_sort_keys(&normalKeys, &scratch, normalCount)
  }

  private mutating func reserve(_ count: Int) {
    if scratch.count < count { scratch = [UInt32](repeating: 0, count: count) }
  }
}

/// The key of a score: a larger score has a larger key, and equal scores have equal keys.
package func sortKey(of score: Float) -> UInt32 {
  let bits = (score + 0).bitPattern
  return bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
}

/// The score that has a key.
package func score(ofSortKey key: UInt32) -> Float {
  Float(bitPattern: key >> 31 == 1 ? key & 0x7FFF_FFFF : ~key)
}
