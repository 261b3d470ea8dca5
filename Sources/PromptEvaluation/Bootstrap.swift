internal import PromptKernels
internal import Synchronization

/// How intervals are made.
package struct BootstrapOptions: Hashable, Sendable {
  /// How many sets of images are drawn; none where it is 0.
  package var replicates = 1_000
  /// What the draws begin with: the same numbers for the same seed.
  package var seed: UInt64 = 1
  /// The share of replicates inside an interval.
  package var confidence = 0.95

  package init() {}
}

/// The metrics of evaluations on images drawn with replacement, as many as there are: [replicate][evaluation].
///
/// Evaluations of the same images see the same draws, so that their differences are paired. Counts of
/// pixels are in bins, which shifts a metric a little (``Evaluation/binError``); components are exact.
func bootstrap(
  _ evaluations: [Evaluation], options: BootstrapOptions, threads: Int,
  progress: (Int, Int) -> Void
) -> [[[Metric: Double]]] {
  let results = Mutex(
    [[[Metric: Double]]](repeating: [], count: options.replicates))
  forEachInParallel(
    count: options.replicates, threads: threads, state: {},
    finished: { progress($0, options.replicates) }
  ) { replicate, _ in
    let images = evaluations[0].images.count
    var random = DrawGenerator(seed: options.seed &+ UInt64(replicate) &* 0xD134_2543_DE82_EF95)
    var times = [UInt32](repeating: 0, count: images)
    for _ in 0..<images { times[random.draw(below: images)] += 1 }
    let metrics = evaluations.map { $0.metrics(times: times) }
    results.withLock { $0[replicate] = metrics }
  }
  return results.withLock { $0 }
}

extension Evaluation {
  /// The metrics where each image is there as often as `times` says.
  func metrics(times: [UInt32]) -> [Metric: Double] {
    var sums = [UInt64](repeating: 0, count: 2 * bins.count)
    var tally = ComponentTally()
    for (image, count) in zip(images, times) where count > 0 {
      addProduct(of: image.binned.span, UInt64(count), to: &sums)
      if let components = image.components { tally.add(components, times: Int(count)) }
    }
    let pixels = BinnedMetrics(sums, bins: bins)
    var metrics: [Metric: Double] = [:]
    metrics[.averagePrecision] = pixels.averagePrecision
    metrics[.falsePositiveRateAt95] = pixels.falsePositiveRateAt95
    metrics[.areaUnderROC] = pixels.areaUnderROC
    metrics[.sIoU] = tally.sIoU
    metrics[.ppv] = tally.ppv
    metrics[.f1] = tally.f1
    return metrics
  }

  /// The most by which a metric in bins differs from the exact one.
  package var binError: Double {
    let binned = metrics(times: [UInt32](repeating: 1, count: images.count))
    return Metric.allCases.reduce(0) { most, metric in
      guard let exact = value(metric), let other = binned[metric] else { return most }
      return max(most, abs(exact - other))
    }
  }
}

private func addProduct(of counts: Span<UInt32>, _ factor: UInt64, to sums: inout [UInt64]) {
  var span = sums.mutableSpan
  precondition(counts.count == span.count)
  for index in counts.indices { span[index] &+= UInt64(counts[index]) &* factor }
}

/// Random numbers that stay the same over versions and machines (SplitMix64).
struct DrawGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func draw(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)).multipliedFullWidth(by: UInt64(limit)).high)
  }
}
