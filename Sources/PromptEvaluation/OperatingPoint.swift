/// What calling every pixel at or above a score anomalous does.
package struct OperatingPoint: Hashable, Sendable {
  /// The least score that is called anomalous: what `score --threshold` takes.
  package var score: Float
  /// Anomalous pixels at or above the score.
  package var truePositives: Int
  /// Normal pixels at or above the score.
  package var falsePositives: Int
  /// All anomalous pixels.
  package var anomalous: Int
  /// All normal pixels.
  package var normal: Int

  /// The share of the anomalous pixels that are found; recall.
  package var truePositiveRate: Double { Double(truePositives) / Double(anomalous) }
  /// The share of the normal pixels that are called anomalous; nil where there is none.
  package var falsePositiveRate: Double? {
    normal == 0 ? nil : Double(falsePositives) / Double(normal)
  }
  /// The share of true ones among the pixels that are called anomalous.
  package var precision: Double {
    Double(truePositives) / Double(truePositives + falsePositives)
  }
  /// 2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall.
  package var f1: Double {
    Double(2 * truePositives) / Double(truePositives + falsePositives + anomalous)
  }
}
