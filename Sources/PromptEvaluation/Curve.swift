/// Points of the ROC and the precision-recall curve, from the highest score down, thinned out to what a
/// picture shows.
package struct Curve: Hashable, Sendable {
  /// The operating points kept; the first and the last score of an anomalous pixel among them.
  package private(set) var points: [OperatingPoint] = []
  private var last: OperatingPoint?
  private let step: (anomalous: Int, normal: Int)

  /// - Parameters:
  ///   - anomalous: all anomalous pixels.
  ///   - normal: all normal pixels.
  init(anomalous: Int, normal: Int) {
    step = (anomalous / 400, normal / 400)
  }

  mutating func take(_ point: OperatingPoint) {
    if let kept = points.last, point.truePositives - kept.truePositives <= step.anomalous,
      point.falsePositives - kept.falsePositives <= step.normal
    {
      last = point
      return
    }
    points.append(point)
    last = nil
  }

  /// Keeps the last point of all.
  mutating func close() {
    if let last { points.append(last) }
    last = nil
  }

  package static func == (a: Curve, b: Curve) -> Bool { a.points == b.points }
  package func hash(into hasher: inout Hasher) { hasher.combine(points) }
}
