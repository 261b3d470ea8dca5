import PromptEvaluation
import PromptJSON

/// How each metric is computed, in the words of every report.
let metricVariants: [(name: String, variant: String)] = [
  ("AP", "average precision: sum over distinct scores of recall difference times precision"),
  ("FPR95", "false positive rate at the first threshold with TPR >= 0.95"),
  ("AUROC", "area under the ROC curve, equal scores counted half"),
]

/// An evaluation, `version` 1.
func evaluationJSON(_ evaluation: Evaluation, of files: FilePairs) -> JSONValue {
  [
    "version": 1,
    "kind": "evaluation",
    "layout": .string(files.layout.rawValue),
    "images": .int(evaluation.images.count),
    "pixels": [
      "anomalous": .int(evaluation.pooled.anomalous),
      "normal": .int(evaluation.pooled.normal),
      "ignored": .int(evaluation.images.reduce(0) { $0 + $1.ignored }),
    ],
    "pooled": metricsJSON(evaluation.pooled),
    "variants": .object(metricVariants.map { .init($0.name, .string($0.variant)) }),
    "thresholds": [
      "TPR95": operatingPointJSON(evaluation.pooled.at95),
      "best_F1": operatingPointJSON(evaluation.pooled.bestF1),
    ],
    "per_image": .array(
      evaluation.images.map { image in
        [
          "stem": .string(image.stem),
          "anomalous": .int(image.metrics.anomalous),
          "normal": .int(image.metrics.normal),
          "ignored": .int(image.ignored),
          "metrics": metricsJSON(image.metrics),
        ]
      }),
    "labels_without_scores": .array(files.labelsAlone.map { .string($0) }),
    "scores_without_labels": .array(files.mapsAlone.map { .string($0) }),
  ]
}

/// The metrics by name, as fractions; `null` where one is not defined.
func metricsJSON(_ metrics: PixelMetrics) -> JSONValue {
  [
    "AP": .fraction(metrics.averagePrecision),
    "FPR95": .fraction(metrics.falsePositiveRateAt95),
    "AUROC": .fraction(metrics.areaUnderROC),
  ]
}

private func operatingPointJSON(_ point: OperatingPoint?) -> JSONValue {
  guard let point else { return .null }
  return [
    // The double of the same value as the map's 32-bit score.
    "score": .double(Double(point.score)),
    "TPR": .double(point.truePositiveRate),
    "FPR": .fraction(point.falsePositiveRate),
    "precision": .double(point.precision),
    "F1": .double(point.f1),
  ]
}

extension JSONValue {
  /// A number, or `null`.
  static func fraction(_ value: Double?) -> JSONValue { value.map(JSONValue.double) ?? .null }
}
