import Foundation
import PromptEvaluation

/// An evaluation for people.
func evaluationTable(_ evaluation: Evaluation, of files: FilePairs) -> String {
  let pooled = evaluation.pooled
  var text = """
    \(evaluation.images.count) images, \(pooled.anomalous) anomalous and \(pooled.normal) normal pixels
    labels    \(files.layout.rawValue)

    over all pixels
      AP      \(percent(pooled.averagePrecision))  step sum
      FPR95   \(percent(pooled.falsePositiveRateAt95))  at the first TPR >= 95 %
      AUROC   \(percent(pooled.areaUnderROC))

    """
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
    let metrics = image.metrics
    text += image.stem.padded(to: width)
    for value in [metrics.averagePrecision, metrics.falsePositiveRateAt95, metrics.areaUnderROC] {
      text += "  \(percent(value))"
    }
    text += "  \("\(metrics.anomalous)".padded(to: -9))\n"
  }
  return text
}

/// A fraction in percent, 7 columns wide; a dash where it is not defined.
func percent(_ fraction: Double?) -> String {
  fraction.map { String(format: "%5.2f %%", $0 * 100) }?.padded(to: -7) ?? "      –"
}

extension String {
  /// With spaces behind until it has a width; before, for a negative width.
  func padded(to width: Int) -> String {
    let spaces = String(repeating: " ", count: max(0, abs(width) - count))
    return width < 0 ? spaces + self : self + spaces
  }
}
