import PromptKernels
import TestSupport
import Testing

@Suite struct ScoreMasksTests {
  /// Sizes that enlarge and shrink, fill vectors and do not, and need one block of columns and several.
  static let sizes = [
    (queries: 5, mask: (7, 9), columns: 3, size: (20, 33)),
    (queries: 70, mask: (16, 32), columns: 19, size: (64, 128)),
    (queries: 9, mask: (40, 50), columns: 25, size: (13, 17)),
    (queries: 3_000, mask: (2, 20), columns: 2, size: (3, 90)),
  ]

  @Test(arguments: sizes.indices, MaskShares.allCases)
  func theInstructionSetsAgree(_ index: Int, _ shares: MaskShares) {
    let widest = map(index, shares, .widest)
    // The same operations, fused or not, in the same order.
    let fused = map(index, shares, .avx2)
    if InstructionSet.widest == .avx512 {
      #expect(widest.anomaly == fused.anomaly)
      #expect(widest.column == fused.column)
    }
    let baseline = map(index, shares, .baseline)
    let scale = baseline.anomaly.map { -$0 }.max() ?? 1
    for (a, b) in zip(widest.anomaly, baseline.anomaly) { #expect(abs(a - b) <= 4e-6 * scale) }
  }

  private func map(
    _ index: Int, _ shares: MaskShares, _ limit: InstructionSet
  ) -> (anomaly: [Float], column: [Int32]) {
    let (queries, mask, columns, size) = Self.sizes[index]
    var random = SeededGenerator(seed: UInt64(index))
    let logits = (0..<queries * mask.0 * mask.1).map { _ in
      Float.random(in: -20...20, using: &random)
    }
    let probabilities = (0..<queries * columns).map { _ in
      Float.random(in: 0...1, using: &random)
    }
    var anomaly = [Float](repeating: .nan, count: size.0 * size.1)
    var column = [Int32](repeating: -1, count: size.0 * size.1)
    var anomalySpan = anomaly.mutableSpan
    var columnSpan = column.mutableSpan
    scoreMasks(
      logits: logits.span, queries: queries, maskHeight: mask.0, maskWidth: mask.1,
      probabilities: probabilities.span, columns: columns, shares: shares, height: size.0,
      width: size.1, anomaly: &anomalySpan, column: &columnSpan, threads: 3, limit: limit)
    return (anomaly, column)
  }
}
