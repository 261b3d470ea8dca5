import PromptEvaluation

/// An evaluation as comma-separated values: a line for each image, the last one for all pixels.
func evaluationCSV(_ evaluation: Evaluation) -> String {
  var text = "image,anomalous,normal,AP,FPR95,AUROC\n"
  for image in evaluation.images { text += line(image.stem, image.metrics) }
  return text + line("(pooled)", evaluation.pooled)
}

private func line(_ name: String, _ metrics: PixelMetrics) -> String {
  let values = [
    metrics.averagePrecision, metrics.falsePositiveRateAt95, metrics.areaUnderROC,
  ].map { $0.map { "\($0)" } ?? "" }
  return ([quotedField(name), "\(metrics.anomalous)", "\(metrics.normal)"] + values)
    .joined(separator: ",") + "\n"
}

/// A field as RFC 4180 has it.
func quotedField(_ text: String) -> String {
  guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
  return "\"" + text.replacing("\"", with: "\"\"") + "\""
}
