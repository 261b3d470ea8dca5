internal import PromptKernels

/// Walks down the distinct scores of a set of pixels and adds up its metrics.
///
/// Average precision, FPR95 and the best F1 change at scores of anomalous pixels only, so that normal
/// pixels between two of them are added as a number.
struct CurveSweep {
  private let anomalous: Int
  private let normal: Int
  private var truePositives = 0
  private var falsePositives = 0
  private var precisionSum = 0.0
  /// Twice the pairs of an anomalous and a normal pixel in the right order.
  private var pairs = 0.0
  private var at95: OperatingPoint?
  private var bestF1: OperatingPoint?
  private(set) var curve: Curve

  /// - Parameters:
  ///   - anomalous: all anomalous pixels.
  ///   - normal: all normal pixels.
  init(anomalous: Int, normal: Int) {
    self.anomalous = anomalous
    self.normal = normal
    curve = Curve(anomalous: anomalous, normal: normal)
  }

  /// Passes normal pixels between the last score and the next one.
  mutating func pass(normal count: Int) { falsePositives += count }

  /// Takes all pixels of a score, below the last one; at least one is anomalous.
  mutating func take(key: UInt32, anomalous positives: Int, normal negatives: Int) {
    let before = falsePositives
    truePositives += positives
    falsePositives += negatives
    precisionSum +=
      Double(positives) * (Double(truePositives) / Double(truePositives + falsePositives))
    // Normal pixels below count twice, equal ones once.
    pairs += Double(positives) * Double((normal - before) + (normal - falsePositives))
    let point = OperatingPoint(
      score: score(ofSortKey: key), truePositives: truePositives, falsePositives: falsePositives,
      anomalous: anomalous, normal: normal)
    // The quotient itself is compared, as with arrays of rates.
    if at95 == nil, point.truePositiveRate >= 0.95 { at95 = point }
    if point.f1 > bestF1?.f1 ?? 0 { bestF1 = point }
    curve.take(point)
  }

  /// The metrics, after the last score.
  func metrics() -> PixelMetrics {
    let hasBoth = anomalous > 0 && normal > 0
    return PixelMetrics(
      anomalous: anomalous, normal: normal,
      averagePrecision: anomalous > 0 ? precisionSum / Double(anomalous) : nil,
      falsePositiveRateAt95: hasBoth ? at95?.falsePositiveRate : nil,
      areaUnderROC: hasBoth ? pairs / Double(anomalous) / Double(normal) / 2 : nil,
      at95: at95, bestF1: bestF1)
  }
}

extension CurveSweep {
  /// Walks over the pixels of one map.
  init(_ scores: borrowing SortedScores) {
    let (anomalous, normal) = (scores.anomalous, scores.normal)
    self.init(anomalous: anomalous.count, normal: normal.count)
    var (p, n) = (anomalous.count, normal.count)
    while p > 0 {
      let key = anomalous[p - 1]
      let start = (p: p, n: n)
      while n > 0, normal[n - 1] > key { n -= 1 }
      pass(normal: start.n - n)
      let above = n
      while n > 0, normal[n - 1] == key { n -= 1 }
      while p > 0, anomalous[p - 1] == key { p -= 1 }
      take(key: key, anomalous: start.p - p, normal: above - n)
    }
  }
}
