/// Pixel metrics from counts in bins, for the bootstrap: inside a bin of several scores the two kinds are
/// taken as evenly mixed.
struct BinnedMetrics {
  var averagePrecision: Double?
  var falsePositiveRateAt95: Double?
  var areaUnderROC: Double?

  /// - Parameter counts: the anomalous pixels of each bin, then the normal ones.
  init(_ counts: [UInt64], bins: ScoreBins) {
    let anomalous = Double(counts[..<bins.count].reduce(0, +))
    let normal = Double(counts[bins.count...].reduce(0, +))
    guard anomalous > 0 else { return }
    var (truePositives, falsePositives, precisionSum, pairs) = (0.0, 0.0, 0.0, 0.0)
    var at95: Double?
    for bin in (0..<bins.count).reversed() {
      let positives = Double(counts[bin]), negatives = Double(counts[bins.count + bin])
      if positives > 0 {
        // At the middle of the bin; at its end where all is one score.
        let share = bins.isOneScore(bin) ? 1 : 0.5
        let found = truePositives + share * positives
        precisionSum += positives * found / (found + falsePositives + share * negatives)
        pairs += positives * (normal - falsePositives - negatives / 2)
        if at95 == nil, truePositives + positives >= 0.95 * anomalous {
          let crossing =
            bins.isOneScore(bin) ? 1 : (0.95 * anomalous - truePositives) / positives
          at95 = falsePositives + crossing * negatives
        }
      }
      truePositives += positives
      falsePositives += negatives
    }
    averagePrecision = precisionSum / anomalous
    guard normal > 0 else { return }
    falsePositiveRateAt95 = at95.map { $0 / normal }
    areaUnderROC = pairs / anomalous / normal
  }
}
