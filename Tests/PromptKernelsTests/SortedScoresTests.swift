import PromptKernels
import TestSupport
import Testing

@Suite struct SortedScoresTests {
  /// Ordinary, tied, tiny, huge and negative scores.
  private static func chance(_ count: Int, seed: UInt64) -> [Float] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      switch UInt8.random(in: 0..<4, using: &random) {
      case 0: Float(Int.random(in: -3...3, using: &random))
      case 1: Float.random(in: -1...1, using: &random)
      case 2: Float(bitPattern: UInt32.random(in: 0..<0x7F80_0000, using: &random))
      default: -Float(bitPattern: UInt32.random(in: 0..<0x7F80_0000, using: &random))
      }
    }
  }

  @Test(arguments: [0, 1, 2, 1_000, 70_000])
  func eachClassComesSorted(_ count: Int) {
    let scores = Self.chance(count, seed: UInt64(count))
    let labels = scores.indices.map { [0, 1, 255, 0][($0 * 7 + 3) % 4] as UInt8 }
    var sorted = SortedScores()
    // The second time the memory of the first is used.
    for _ in 0..<2 {
      #expect(sorted.take(scores: scores.span, labels: labels.span) == nil)
      sorted.sortAnomalous()
      sorted.sortNormal()
      for (label, keys) in [(0, sorted.normal), (1, sorted.anomalous)] {
        let expected = zip(scores, labels).filter { $0.1 == label }.map(\.0).sorted()
        #expect(keys.map { score(ofSortKey: $0) } == expected)
        #expect(keys.map { $0 } == expected.map { sortKey(of: $0) })
      }
    }
  }

  @Test func zerosAreEqual() {
    #expect(sortKey(of: -0.0) == sortKey(of: 0))
    #expect(sortKey(of: -.leastNonzeroMagnitude) < sortKey(of: 0))
    var sorted = SortedScores()
    #expect(sorted.take(scores: [-0.0, 0].span, labels: [1, 1].span) == nil)
    #expect(sorted.anomalous.first == sorted.anomalous.last)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func whatIsNoNumberIsFoundWhereItCounts(_ value: Float) {
    var sorted = SortedScores()
    #expect(sorted.take(scores: [0, value, 1, value].span, labels: [0, 255, 1, 1].span) == 3)
    #expect(sorted.take(scores: [0, value].span, labels: [0, 255].span) == nil)
  }
}
