import PromptEvaluation

/// An evaluation as comma-separated values: a line for each image, the last one over all of them.
func evaluationCSV(_ evaluation: Evaluation) -> String {
  var text = "image,anomalous,normal,AP,FPR95,AUROC,sIoU,PPV,F1\n"
  for image in evaluation.images { text += line(image.stem, image.metrics, image.components) }
  return text + line("(pooled)", evaluation.pooled, evaluation.components?.tally)
}

private func line(_ name: String, _ metrics: PixelMetrics, _ tally: ComponentTally?) -> String {
  let values = metrics.fractions + [tally?.sIoU, tally?.ppv, tally?.f1]
  let fields = values.map { $0.map { "\($0)" } ?? "" }
  return ([quotedField(name), "\(metrics.anomalous)", "\(metrics.normal)"] + fields)
    .joined(separator: ",") + "\n"
}

extension PixelMetrics {
  /// AP, FPR95 and AUROC.
  var fractions: [Double?] { [averagePrecision, falsePositiveRateAt95, areaUnderROC] }
}

/// A field as RFC 4180 has it.
func quotedField(_ text: String) -> String {
  guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
  return "\"" + text.replacing("\"", with: "\"\"") + "\""
}
