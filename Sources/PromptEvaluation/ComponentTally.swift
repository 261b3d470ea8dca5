/// What the components of maps add up to, as SegmentMeIfYouCan counts them.
package struct ComponentTally: Hashable, Sendable {
  /// The shares of overlap above which a component counts as found: .25, .30 … .75.
  package static let levels = (0..<11).map { $0 == 10 ? 0.75 : Double($0) * 0.05 + 0.25 }

  /// Labelled components.
  package private(set) var labelled = 0
  /// Predicted components.
  package private(set) var predicted = 0
  /// By level: labelled components with sIoU at or above it.
  package private(set) var truePositives = [Int](repeating: 0, count: 11)
  /// By level: predicted components with PPV below it.
  package private(set) var falsePositives = [Int](repeating: 0, count: 11)
  private var sIoUSum = 0.0
  private var ppvSum = 0.0

  package init() {}

  /// Counts a labelled component.
  mutating func addLabelled(sIoU: Double) {
    labelled += 1
    sIoUSum += sIoU
    for (level, least) in Self.levels.enumerated() where sIoU >= least { truePositives[level] += 1 }
  }

  /// Counts a predicted component.
  mutating func addPredicted(ppv: Double) {
    predicted += 1
    ppvSum += ppv
    for (level, least) in Self.levels.enumerated() where ppv < least { falsePositives[level] += 1 }
  }

  /// Adds another tally as often as `times`.
  mutating func add(_ other: ComponentTally, times: Int = 1) {
    labelled += times * other.labelled
    predicted += times * other.predicted
    sIoUSum += Double(times) * other.sIoUSum
    ppvSum += Double(times) * other.ppvSum
    for level in Self.levels.indices {
      truePositives[level] += times * other.truePositives[level]
      falsePositives[level] += times * other.falsePositives[level]
    }
  }

  /// The mean sIoU of labelled components; nil without one.
  package var sIoU: Double? { labelled == 0 ? nil : sIoUSum / Double(labelled) }
  /// The mean PPV of predicted components; nil without one.
  package var ppv: Double? { predicted == 0 ? nil : ppvSum / Double(predicted) }
  /// By level: 2 TP / (2 TP + FN + FP); nil without any component.
  package var f1ByLevel: [Double]? {
    guard labelled + predicted > 0 else { return nil }
    return Self.levels.indices.map { level in
      let sum = truePositives[level] + labelled + falsePositives[level]
      return sum == 0 ? 0 : Double(2 * truePositives[level]) / Double(sum)
    }
  }
  /// The mean of F1 over the levels.
  package var f1: Double? { f1ByLevel.map { $0.reduce(0, +) / Double($0.count) } }
}
