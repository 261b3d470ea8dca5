/// Which curve is drawn.
package enum CurveKind: String, Sendable, CaseIterable {
  case roc
  case precisionRecall = "precision-recall"
}

/// A curve of each evaluation as an SVG picture of 480 × 420: the same text for the same numbers.
package func drawCurves(_ kind: CurveKind, _ curves: [(name: String, evaluation: Evaluation)])
  -> String
{
  let (title, across, up) =
    kind == .roc
    ? ("ROC, over all pixels", "false positive rate", "true positive rate")
    : ("Precision and recall, over all pixels", "recall", "precision")
  var text = """
    <svg xmlns="http://www.w3.org/2000/svg" width="480" height="420" viewBox="0 0 480 420" \
    font-family="sans-serif" font-size="12" fill="#222">
    <title>\(title)</title>
    <rect width="480" height="420" fill="#fff"/>
    <text x="240" y="24" text-anchor="middle" font-size="14">\(title)</text>

    """
  for tick in 0...5 {
    let share = Double(tick) / 5
    let (x, y) = (place(share, 0).x, place(0, share).y)
    text += """
      <path d="M\(x) 40V360M60 \(y)H460" stroke="#ddd" fill="none"/>
      <text x="\(x)" y="376" text-anchor="middle">\(rounded(share))</text>
      <text x="54" y="\(y + 4)" text-anchor="end">\(rounded(share))</text>

      """
  }
  text += """
    <text x="260" y="400" text-anchor="middle">\(across)</text>
    <text x="18" y="200" text-anchor="middle" transform="rotate(-90 18 200)">\(up)</text>

    """
  let colours = ["#0b5fa5", "#c8501e", "#3a7d34"]
  for (index, curve) in curves.enumerated() {
    let colour = colours[index % colours.count]
    let pooled = curve.evaluation.pooled
    let value = kind == .roc ? pooled.areaUnderROC : pooled.averagePrecision
    let label =
      "\(kind == .roc ? "AUROC" : "AP") \(value.map(rounded) ?? "not defined")  \(curve.name)"
    text += """
      <path d="\(path(kind, curve.evaluation.curve.points))" stroke="\(colour)" stroke-width="2" \
      fill="none"/>

      """
    if kind == .roc, let point = pooled.at95, let rate = point.falsePositiveRate {
      let (x, y) = place(rate, point.truePositiveRate)
      text += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"4\" fill=\"\(colour)\">"
      text += "<title>FPR95 \(rounded(rate))</title></circle>\n"
    }
    // Above the ground of the picture where the curve is not: below right for ROC, below left else.
    let (x, y) = (kind == .roc ? 450 : 70, 348 - 18 * (curves.count - 1 - index))
    text += "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(kind == .roc ? "end" : "start")\" "
    text += "fill=\"\(colour)\">\(escaped(label))</text>\n"
  }
  return text + "</svg>\n"
}

private func path(_ kind: CurveKind, _ points: [OperatingPoint]) -> String {
  var places: [(x: Double, y: Double)] = []
  switch kind {
  case .roc:
    places = [place(0, 0)]
    places += points.compactMap { point in
      point.falsePositiveRate.map { place($0, point.truePositiveRate) }
    }
    places.append(place(1, 1))
  case .precisionRecall:
    // Steps, as average precision sums them.
    var recall = 0.0
    for point in points {
      places.append(place(recall, point.precision))
      recall = point.truePositiveRate
      places.append(place(recall, point.precision))
    }
  }
  return places.enumerated().map { "\($0 == 0 ? "M" : "L")\($1.x) \($1.y)" }.joined()
}

/// Where two fractions stand in the picture, to a tenth of a pixel.
private func place(_ across: Double, _ up: Double) -> (x: Double, y: Double) {
  (((60 + 400 * across) * 10).rounded() / 10, ((360 - 320 * up) * 10).rounded() / 10)
}

/// A fraction with three digits behind the point.
private func rounded(_ value: Double) -> String {
  "\((value * 1_000).rounded() / 1_000)"
}

private func escaped(_ text: String) -> String {
  text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
}
