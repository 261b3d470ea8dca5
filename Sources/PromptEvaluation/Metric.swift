/// The numbers of an evaluation that intervals and comparisons are made of.
package enum Metric: String, Hashable, Sendable, CaseIterable {
  case averagePrecision = "AP"
  case falsePositiveRateAt95 = "FPR95"
  case areaUnderROC = "AUROC"
  case sIoU
  case ppv = "PPV"
  case f1 = "F1"

  /// How it is computed, in the words of every report.
  package var variant: String {
    switch self {
    case .averagePrecision:
      "average precision over pixels: sum over distinct scores of recall difference times precision"
    case .falsePositiveRateAt95:
      "false positive rate over pixels at the first threshold with TPR >= 0.95"
    case .areaUnderROC: "area under the ROC curve over pixels, equal scores counted half"
    case .sIoU: "mean adjusted IoU of labelled components (SegmentMeIfYouCan)"
    case .ppv: "mean positive predictive value of predicted components (SegmentMeIfYouCan)"
    case .f1: "mean component F1 over the levels .25, .30 ... .75 (SegmentMeIfYouCan)"
    }
  }

  /// Whether a larger number is better.
  package var higherIsBetter: Bool { self != .falsePositiveRateAt95 }
}

extension Evaluation {
  /// A metric over all images; nil where it is not defined.
  package func value(_ metric: Metric) -> Double? {
    switch metric {
    case .averagePrecision: pooled.averagePrecision
    case .falsePositiveRateAt95: pooled.falsePositiveRateAt95
    case .areaUnderROC: pooled.areaUnderROC
    case .sIoU: components?.tally.sIoU
    case .ppv: components?.tally.ppv
    case .f1: components?.tally.f1
    }
  }
}
