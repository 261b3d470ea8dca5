import PromptEvaluation
import PromptImages

/// An evaluation for people.
func evaluationTable(
  _ evaluation: Evaluation, of files: FilePairs, intervals: [Metric: Interval],
  bootstrap: BootstrapOptions
) -> String {
  let pooled = evaluation.pooled
  var text = """
    \(evaluation.images.count) images, \(pooled.anomalous) anomalous and \(pooled.normal) normal pixels
    labels    \(files.layout.rawValue)

    over all pixels

    """
  let notes: [Metric: String] = [
    .averagePrecision: "step sum", .falsePositiveRateAt95: "at the first TPR >= 95 %",
    .areaUnderROC: "equal scores counted half", .f1: "mean over the levels .25 to .75",
  ]
  for metric in Metric.allCases {
    if metric == .sIoU {
      guard let components = evaluation.components else { break }
      let (tally, track) = (components.tally, components.track)
      text += """

        components at \(components.threshold) and above, \(track.rawValue) track: \
        \(tally.labelled) labelled (of \(track.labelledSize) pixels or more), \
        \(tally.predicted) predicted (of \(track.predictedSize) or more)

        """
    }
    text += "  \(metric.rawValue.padded(to: 6))  \(percent(evaluation.value(metric)))"
    let interval = intervals[metric].map { "\(percent($0.lower)) to \(percent($0.upper))" }
    text += "  \((interval ?? "").padded(to: intervals.isEmpty ? 0 : 18))"
    text += "  \(notes[metric] ?? "")".trimmingSuffix { $0 == " " } + "\n"
  }
  let points = [("TPR 95 %", pooled.at95), ("best F1", pooled.bestF1)]
    .compactMap { name, point in point.map { (name, $0) } }
  if !points.isEmpty {
    text += "\nthresholds to deploy, as in `score --threshold`\n"
    for (name, point) in points {
      text += "  \(name.padded(to: 9)) \("\(point.score)".padded(to: 14))"
      text += " TPR \(percent(point.truePositiveRate))  FPR \(percent(point.falsePositiveRate))"
      text += "  precision \(percent(point.precision))  F1 \(percent(point.f1))\n"
    }
  }
  let width = max(5, evaluation.images.map(\.stem.count).max() ?? 0)
  text += "\n\("image".padded(to: width))       AP    FPR95    AUROC  anomalous\n"
  for image in evaluation.images {
    text += image.stem.padded(to: width)
    for value in image.metrics.fractions { text += "  \(percent(value))" }
    text += "  \("\(image.metrics.anomalous)".padded(to: -9))\n"
  }
  return text + evaluationFootnote(bootstrap, images: evaluation.images.count)
}

/// How the intervals of a table were made; empty without them.
func evaluationFootnote(_ bootstrap: BootstrapOptions, images: Int) -> String {
  guard bootstrap.replicates > 1, images > 1 else { return "" }
  let share = Int((bootstrap.confidence * 100).rounded())
  return """

    intervals: \(share) % of \(bootstrap.replicates) draws of \(images) images with replacement, seed \(bootstrap.seed)

    """
}

/// A fraction in percent, 7 columns wide; a dash where it is not defined.
func percent(_ fraction: Double?) -> String {
  fraction.map { decimals($0 * 100, digits: 2) + " %" }?.padded(to: -7) ?? "      –"
}

extension String {
  /// With spaces behind until it has a width; before, for a negative width.
  func padded(to width: Int) -> String {
    let spaces = String(repeating: " ", count: max(0, abs(width) - count))
    return width < 0 ? spaces + self : self + spaces
  }

  /// Without the characters at the end that a condition holds for.
  func trimmingSuffix(_ condition: (Character) -> Bool) -> String {
    var text = self[...]
    while let last = text.last, condition(last) { text.removeLast() }
    return String(text)
  }
}
