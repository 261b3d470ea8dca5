internal import PromptKernels
internal import Synchronization

/// Counts the pixels of many maps at and between the distinct scores of anomalous pixels.
///
/// Between and at the n scores there are 2n + 1 places, from the lowest: place 2i + 1 is the score i
/// itself, place 2i lies below it. Only the sums over all maps are kept, so that memory grows with the
/// distinct scores and not with the pixels; adding up whole numbers gives the same for every order of
/// threads.
final class PooledCounts: Sendable {
  private let stripes: [Stripe]

  /// - Parameters:
  ///   - keys: all distinct scores of anomalous pixels.
  ///   - pages: the keys that are counted.
  init(_ keys: AnomalousKeys, pages: Range<Int>) {
    // Threads wait for each other by stripe: there are more than threads.
    stripes = keys.pageRanges(limit: 1 << 16, within: pages).map { Stripe(keys, pages: $0) }
  }

  /// Adds a map.
  ///
  /// - Parameter turn: maps of other turns begin at other stripes, so that threads seldom meet.
  func add(_ scores: borrowing SortedScores, turn: Int) {
    let (anomalous, normal) = (scores.anomalous, scores.normal)
    for step in 0..<stripes.count {
      let stripe = stripes[(step + turn * 7) % stripes.count]
      let ones = anomalous.range(of: stripe.keys), zeros = normal.range(of: stripe.keys)
      if ones.isEmpty && zeros.isEmpty { continue }
      stripe.add(anomalous: anomalous[ones], normal: normal[zeros])
    }
  }

  /// Goes over the scores from the highest.
  func walk(_ sweep: inout CurveSweep) {
    for stripe in stripes.reversed() { stripe.walk(&sweep) }
  }
}

/// The places of neighbouring pages.
private final class Stripe: Sendable {
  let keys: ClosedRange<UInt32>
  private let pages: Range<Int>
  /// Of each page, how many of the stripe's scores lie below it.
  private let below: [Int]
  /// Of each page, where its words start, or -1.
  private let starts: [Int]
  private let words: [UInt64]
  /// Of each word, how many of the stripe's scores lie below it.
  private let belowWord: [UInt32]
  private let counts: Mutex<Counts>

  private struct Counts {
    /// By score.
    var anomalous: [UInt32]
    /// By place.
    var normal: [UInt32]
    /// How often a count has passed 2^32, by its place; those of scores are counted below 0.
    var carries: [Int: Int] = [:]
  }

  init(_ all: AnomalousKeys, pages: Range<Int>) {
    self.pages = pages
    keys = UInt32(pages.lowerBound) << 16...UInt32(pages.upperBound - 1) << 16 | 0xFFFF
    var below: [Int] = [], starts: [Int] = []
    var words: [UInt64] = []
    var belowWord: [UInt32] = []
    var sum = 0
    for page in pages {
      below.append(sum)
      guard all.starts[page] >= 0 else {
        starts.append(-1)
        continue
      }
      starts.append(words.count)
      let start = Int(all.starts[page]) * AnomalousKeys.wordsOfPage
      for word in all.words[start..<start + AnomalousKeys.wordsOfPage] {
        words.append(word)
        belowWord.append(UInt32(sum))
        sum += word.nonzeroBitCount
      }
    }
    (self.below, self.starts, self.words, self.belowWord) = (below, starts, words, belowWord)
    counts = Mutex(
      Counts(
        anomalous: [UInt32](repeating: 0, count: sum),
        normal: [UInt32](repeating: 0, count: 2 * sum + 1)))
  }

  /// The place of a key.
  private func place(of key: UInt32) -> Int {
    let page = Int(key >> 16) - pages.lowerBound
    let start = starts[page]
    if start < 0 { return 2 * below[page] }
    let word = words[start + Int(key >> 6 & 1_023)]
    let bit: UInt64 = 1 << UInt64(key & 63)
    let rank = Int(belowWord[start + Int(key >> 6 & 1_023)]) + (word & (bit - 1)).nonzeroBitCount
    return 2 * rank + (word & bit == 0 ? 0 : 1)
  }

  /// - Parameters:
  ///   - anomalous: sorted keys of these pages.
  ///   - normal: sorted keys of these pages.
  func add(anomalous: ArraySlice<UInt32>, normal: ArraySlice<UInt32>) {
    counts.withLock { counts in
      addRuns(of: anomalous) { place, run in
        let (sum, overflow) = counts.anomalous[place / 2].addingReportingOverflow(run)
        counts.anomalous[place / 2] = sum
        if overflow { counts.carries[-1 - place / 2, default: 0] += 1 }
      }
      addRuns(of: normal) { place, run in
        let (sum, overflow) = counts.normal[place].addingReportingOverflow(run)
        counts.normal[place] = sum
        if overflow { counts.carries[place, default: 0] += 1 }
      }
    }
  }

  /// Calls `body` with each place of sorted keys and how many fall there.
  private func addRuns(of keys: ArraySlice<UInt32>, _ body: (Int, UInt32) -> Void) {
    guard let first = keys.first else { return }
    var (current, run): (Int, UInt32) = (place(of: first), 0)
    for key in keys {
      let place = place(of: key)
      if place != current {
        body(current, run)
        (current, run) = (place, 0)
      }
      run += 1
    }
    body(current, run)
  }

  /// Goes over the scores from the highest.
  func walk(_ sweep: inout CurveSweep) {
    counts.withLock { counts in
      func normal(_ place: Int) -> Int {
        Int(counts.normal[place]) + (counts.carries[place, default: 0] << 32)
      }
      var rank = counts.anomalous.count
      for page in pages.indices.reversed() where starts[page - pages.lowerBound] >= 0 {
        let start = starts[page - pages.lowerBound]
        for index in (0..<AnomalousKeys.wordsOfPage).reversed() {
          var word = words[start + index]
          while word != 0 {
            let bit = 63 - word.leadingZeroBitCount
            word &= ~(1 << UInt64(bit))
            rank -= 1
            sweep.pass(normal: normal(2 * rank + 2))
            sweep.take(
              key: UInt32(page) << 16 | UInt32(index) << 6 | UInt32(bit),
              anomalous: Int(counts.anomalous[rank])
                + (counts.carries[-1 - rank, default: 0] << 32),
              normal: normal(2 * rank + 1))
          }
        }
      }
      sweep.pass(normal: normal(0))
    }
  }
}

extension ArraySlice<UInt32> {
  /// Where the elements of a range stand; they are sorted.
  func range(of keys: ClosedRange<UInt32>) -> Range<Int> {
    let start = firstIndex(notBelow: keys.lowerBound)
    let end = keys.upperBound == .max ? endIndex : firstIndex(notBelow: keys.upperBound + 1)
    return start..<end
  }

  /// The first index whose element is at least `key`; the elements are sorted.
  func firstIndex(notBelow key: UInt32) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
