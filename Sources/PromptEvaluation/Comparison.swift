/// How one set of maps differs from another on the same images.
package struct Comparison: Sendable {
  package var first: Evaluation
  package var second: Evaluation
  /// By metric, where both have it.
  package var differences: [Metric: Difference]

  package struct Difference: Hashable, Sendable {
    /// The second's less the first's.
    package var value: Double
    /// Images drawn with replacement, the same for both; nil with one image.
    package var interval: Interval?
    /// The share of replicates in which the second is better, equal ones counted half.
    package var secondIsBetter: Double?
  }
}

/// Compares two evaluations of the same images by paired bootstrap.
///
/// - Precondition: the images are the same, in the same order.
package func compare(
  _ first: Evaluation, _ second: Evaluation, options: BootstrapOptions, threads: Int,
  progress: (Int, Int) -> Void = { _, _ in }
) -> Comparison {
  precondition(first.images.map(\.stem) == second.images.map(\.stem))
  let hasSeveral = first.images.count > 1
  let replicates =
    hasSeveral
    ? bootstrap([first, second], options: options, threads: threads, progress: progress) : []
  let once = [UInt32](repeating: 1, count: first.images.count)
  let (firstBinned, secondBinned) = (first.metrics(times: once), second.metrics(times: once))
  var differences: [Metric: Comparison.Difference] = [:]
  for metric in Metric.allCases {
    guard let a = first.value(metric), let b = second.value(metric),
      let binnedA = firstBinned[metric], let binnedB = secondBinned[metric]
    else { continue }
    let shift = (b - a) - (binnedB - binnedA)
    let drawn = replicates.compactMap { pair in
      pair[0][metric].flatMap { a in pair[1][metric].map { $0 - a } }
    }
    let better = drawn.reduce(0.0) { sum, difference in
      let gain = (difference + shift) * (metric.higherIsBetter ? 1 : -1)
      return sum + (gain > 0 ? 1 : gain == 0 ? 0.5 : 0)
    }
    differences[metric] = Comparison.Difference(
      value: b - a,
      interval: Interval(
        drawn, confidence: options.confidence, shift: shift, within: -1...1),
      secondIsBetter: drawn.isEmpty ? nil : better / Double(drawn.count))
  }
  return Comparison(first: first, second: second, differences: differences)
}
