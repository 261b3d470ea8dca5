/// How well scores tell anomalous from normal pixels.
package struct PixelMetrics: Hashable, Sendable {
  /// How many pixels have label 1.
  package var anomalous: Int
  /// How many pixels have label 0.
  package var normal: Int
  /// Average precision as the sum over distinct scores of (difference of recall) × precision, without
  /// interpolation; nil without an anomalous pixel.
  package var averagePrecision: Double?
  /// The share of normal pixels at or above the largest score that finds at least 95 % of the anomalous
  /// ones; nil where one of the two kinds is missing.
  package var falsePositiveRateAt95: Double?
  /// The probability that an anomalous pixel scores above a normal one, equal scores counted half; nil
  /// where one of the two kinds is missing.
  package var areaUnderROC: Double?
  /// The largest score that finds at least 95 % of the anomalous pixels.
  package var at95: OperatingPoint?
  /// The score with the best F1 over the pixels; of several, the largest.
  package var bestF1: OperatingPoint?
}
