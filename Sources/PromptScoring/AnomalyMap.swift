internal import PromptKernels

/// The uncertainty of every pixel, and the column it was judged by.
public struct AnomalyMap: Hashable, Sendable {
  /// Pixels from top to bottom.
  public let height: Int
  /// Pixels from left to right.
  public let width: Int
  /// u [height, width]: the largest ID class score, negated. Higher is more anomalous.
  public let anomaly: [Float]
  /// [height, width]: the ID column of that score, the lowest where several have it.
  public let column: [Int32]

  /// Joins what is known of the pixels of a map.
  ///
  /// - Precondition: there is one number and one column for each pixel.
  public init(height: Int, width: Int, anomaly: [Float], column: [Int32]) {
    precondition(holds(anomaly.count, [height, width]) && column.count == anomaly.count)
    self.height = height
    self.width = width
    self.anomaly = anomaly
    self.column = column
  }

  /// A map that `fill` writes.
  ///
  /// - Throws: ``ScoringError`` if the size is none, and what `fill` throws.
  package init(
    height: Int, width: Int,
    fill: (inout MutableSpan<Float>, inout MutableSpan<Int32>) throws(ScoringError) -> Void
  ) throws(ScoringError) {
    let pixels = try checkedPixels(height: height, width: width)
    var anomaly = [Float](repeating: 0, count: pixels)
    var column = [Int32](repeating: 0, count: pixels)
    var anomalySpan = anomaly.mutableSpan
    var columnSpan = column.mutableSpan
    try fill(&anomalySpan, &columnSpan)
    self.init(height: height, width: width, anomaly: anomaly, column: column)
  }
}
