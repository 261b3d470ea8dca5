import PromptEvaluation
import PromptImages
import PromptJSON

/// The names of what is compared, and its result.
struct NamedComparison {
  var names: [String]
  var comparison: Comparison
  var bootstrap: BootstrapOptions
  private var evaluations: [Evaluation] { [comparison.first, comparison.second] }

  init(_ names: [String], _ comparison: Comparison, bootstrap: BootstrapOptions) {
    (self.names, self.comparison, self.bootstrap) = (names, comparison, bootstrap)
  }

  /// For people.
  var table: String {
    let (first, second) = (comparison.first, comparison.second)
    var text = """
      A  \(names[0])
      B  \(names[1])
      \(first.images.count) images, \(first.pooled.anomalous) anomalous and \(first.pooled.normal) normal pixels

                   A        B    B - A

      """
    for metric in Metric.allCases {
      text += "\(metric.rawValue.padded(to: 6))  \(percent(first.value(metric)))"
      text += "  \(percent(second.value(metric)))"
      if let difference = comparison.differences[metric] {
        text += "  \(signed(difference.value))"
        if let interval = difference.interval {
          text += "  \(signed(interval.lower)) to \(signed(interval.upper))"
        }
        if let share = difference.secondIsBetter {
          text += "  B better in \(decimals(share * 100, digits: 2)) %"
        }
      }
      text += "\n"
    }
    let changes = zip(first.images, second.images).compactMap { a, b -> (String, Double)? in
      guard let before = a.metrics.averagePrecision, let after = b.metrics.averagePrecision else {
        return nil
      }
      return (a.stem, after - before)
    }.sorted { $0.1 < $1.1 }
    guard !changes.isEmpty else { return text }
    let better = changes.count { $0.1 > 0 }, worse = changes.count { $0.1 < 0 }
    text += "\nAP by image: B better on \(better), worse on \(worse)\n"
    if worse > 0, let least = changes.first { text += "  least  \(signed(least.1))  \(least.0)\n" }
    if better > 0, let most = changes.last { text += "  most   \(signed(most.1))  \(most.0)\n" }
    return text + evaluationFootnote(bootstrap, images: first.images.count)
  }

  /// `version` 1.
  var json: JSONValue {
    [
      "version": 1,
      "kind": "comparison",
      "names": .array(names.map { .string($0) }),
      "evaluations": .array(evaluations.map { .object(evaluationMembers($0)) }),
      "differences": .object(
        Metric.allCases.map { metric in
          guard let difference = comparison.differences[metric] else {
            return .init(metric.rawValue, .null)
          }
          return .init(
            metric.rawValue,
            [
              "value": .double(difference.value),
              "interval": intervalJSON(difference.interval),
              "second_is_better": .fraction(difference.secondIsBetter),
            ])
        }),
      "bootstrap": bootstrapJSON(bootstrap, evaluations),
      "variants": .object(Metric.allCases.map { .init($0.rawValue, .string($0.variant)) }),
      "per_image": .array(
        zip(comparison.first.images, comparison.second.images).map { a, b in
          [
            "stem": .string(a.stem),
            "metrics": .array([metricsJSON(a.metrics), metricsJSON(b.metrics)]),
          ]
        }),
    ]
  }

  /// Comma-separated values: a line for each image, the last one for all pixels.
  var csv: String {
    let names = ["AP", "FPR95", "AUROC"]
    let heads = ["A", "B", "difference"].flatMap { side in names.map { "\($0) \(side)" } }
    var text = (["image"] + heads).joined(separator: ",") + "\n"
    func add(_ name: String, _ a: PixelMetrics, _ b: PixelMetrics) {
      let (a, b) = (a.fractions, b.fractions)
      let differences = zip(a, b).map { a, b in a.flatMap { a in b.map { $0 - a } } }
      let fields = (a + b + differences).map { $0.map { "\($0)" } ?? "" }
      text += ([quotedField(name)] + fields).joined(separator: ",") + "\n"
    }
    for (a, b) in zip(comparison.first.images, comparison.second.images) {
      add(a.stem, a.metrics, b.metrics)
    }
    add("(pooled)", comparison.first.pooled, comparison.second.pooled)
    return text
  }
}

private func signed(_ difference: Double) -> String {
  decimals(difference * 100, digits: 2, signed: true).padded(to: -6)
}
