/// Between which numbers a metric lies in most replicates.
package struct Interval: Hashable, Sendable {
  package var lower: Double
  package var upper: Double

  /// The percentiles of replicates, shifted so that the replicates' own centre, which is in bins, is the
  /// exact number; nil without replicates.
  ///
  /// - Parameter shift: the exact number less the one in bins.
  init?(
    _ replicates: [Double], confidence: Double, shift: Double, within bounds: ClosedRange<Double>
  ) {
    guard replicates.count > 1 else { return nil }
    let sorted = replicates.sorted()
    func percentile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let low = Int(place), high = min(low + 1, sorted.count - 1)
      let value = sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
      return min(max(value + shift, bounds.lowerBound), bounds.upperBound)
    }
    lower = percentile((1 - confidence) / 2)
    upper = percentile((1 + confidence) / 2)
  }
}

/// The interval of each metric of an evaluation, images drawn with replacement; none with one image.
package func intervals(
  of evaluation: Evaluation, options: BootstrapOptions, threads: Int,
  progress: (Int, Int) -> Void = { _, _ in }
) -> [Metric: Interval] {
  guard evaluation.images.count > 1 else { return [:] }
  let replicates = bootstrap([evaluation], options: options, threads: threads, progress: progress)
  let all = evaluation.metrics(times: [UInt32](repeating: 1, count: evaluation.images.count))
  var intervals: [Metric: Interval] = [:]
  for metric in Metric.allCases {
    guard let exact = evaluation.value(metric), let binned = all[metric] else { continue }
    intervals[metric] = Interval(
      replicates.compactMap { $0[0][metric] }, confidence: options.confidence,
      shift: exact - binned, within: 0...1)
  }
  return intervals
}
