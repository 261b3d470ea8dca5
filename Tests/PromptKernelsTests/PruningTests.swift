import PromptKernels
import TestSupport
import Testing

/// Queries that are not computed pixel by pixel move u by at most the bound.
@Suite struct PruningTests {
  /// What rounding alone may differ by, relative to scores of about 1.
  static let rounding: Float = 2e-6

  @Test(arguments: MaskShares.allCases, PixelScore.allCases)
  func theMapStaysWithinTheBound(_ shares: MaskShares, _ score: PixelScore) {
    for (seed, field) in MaskField.allCases.enumerated() {
      let masks = Masks(field, seed: UInt64(seed + 1))
      let exact = masks.map(shares, score, bound: 0)
      #expect(exact.work.computed == 1)
      for bound: Float in [1e-6, 1e-3] {
        let pruned = masks.map(shares, score, bound: bound)
        let beyond = zip(pruned.anomaly, exact.anomaly).count { a, b in
          !(abs(a - b) <= bound + Self.rounding * max(1, abs(b)))
        }
        #expect(beyond == 0 && pruned.work.isFinite, "\(field), bound \(bound)")
      }
    }
  }

  @Test(arguments: MaskShares.allCases) func compactMasksAreSkippedAndNoiseIsNot(
    _ shares: MaskShares
  ) {
    #expect(Masks(.blobs, seed: 1).map(shares, .largestScore, bound: 1e-6).work.computed < 0.5)
    #expect(Masks(.noise, seed: 1).map(shares, .largestScore, bound: 1e-6).work.computed == 1)
    // The other forms compare masks with each other, however low all are.
    let low = Masks(.low, seed: 1).map(shares, .largestScore, bound: 1e-6).work.computed
    #expect(shares == .sigmoid ? low < 0.2 : low == 1)
  }

  @Test(arguments: MaskShares.allCases) func threadsChangeNothing(_ shares: MaskShares) {
    let masks = Masks(.blobs, seed: 5)
    let one = masks.map(shares, .largestScore, bound: 1e-3, threads: 1)
    for threads in [2, 3, 8] {
      let other = masks.map(shares, .largestScore, bound: 1e-3, threads: threads)
      #expect(other.anomaly == one.anomaly && other.column == one.column)
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity], MaskField.allCases)
  func aLogitThatIsNotFiniteIsSeen(_ value: Float, _ field: MaskField) {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<20 {
      var masks = Masks(field, seed: 2)
      masks.logits[Int.random(in: masks.logits.indices, using: &random)] = value
      #expect(!masks.map(.sigmoid, .largestScore, bound: 1e-6).work.isFinite)
    }
  }
}

enum MaskField: CaseIterable {
  /// Discs of 8 in -8.
  case blobs
  /// Slopes that pass through every value.
  case slopes
  /// Far below zero with small waves.
  case low
  case noise
  /// Beyond all that floats can be added in.
  case fillers
}

/// Masks of a kind and probabilities.
private struct Masks {
  let queries = 33
  let columns = 9
  let maskHeight = 24
  let maskWidth = 48
  var logits: [Float] = []
  var probabilities: [Float] = []

  init(_ field: MaskField, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<queries {
      let (x, y) = (
        Float.random(in: 0..<48, using: &random), Float.random(in: 0..<24, using: &random)
      )
      let radius = Float.random(in: 1..<6, using: &random)
      for pixel in 0..<maskHeight * maskWidth {
        let (dx, dy) = (Float(pixel % maskWidth) - x, Float(pixel / maskWidth) - y)
        let inside = radius - (dx * dx + dy * dy).squareRoot()
        let chance = Float.random(in: -1...1, using: &random)
        let logit: Float =
          switch field {
          case .blobs: max(-8, min(8, 4 * inside))
          case .slopes: inside * 2
          case .low: -24 + inside / 8 + chance
          case .noise: 8 * chance
          case .fillers: inside > 0 ? 30 : -.greatestFiniteMagnitude
          }
        logits.append(logit)
      }
      let row = (0..<columns).map { _ in Float.random(in: 0...1, using: &random) }
      probabilities += row.map { $0 / row.reduce(0, +) }
    }
  }

  func map(
    _ shares: MaskShares, _ score: PixelScore, bound: Float, threads: Int = 2
  ) -> (anomaly: [Float], column: [Int32], work: MaskWork) {
    let (height, width) = (64, 200)
    var anomaly = [Float](repeating: .nan, count: height * width)
    var column = [Int32](repeating: -1, count: height * width)
    var anomalySpan = anomaly.mutableSpan
    var columnSpan = column.mutableSpan
    let work = scoreMasks(
      logits: logits.span, queries: queries, maskHeight: maskHeight, maskWidth: maskWidth,
      probabilities: probabilities.span, columns: columns, shares: shares, score: score,
      bound: bound, height: height, width: width, anomaly: &anomalySpan, column: &columnSpan,
      threads: threads)
    return (anomaly, column, work)
  }
}
