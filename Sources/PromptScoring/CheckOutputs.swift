internal import PromptKernels

/// Checks that a tensor has the rank, no empty extent, and as many values as its shape says.
func check(_ values: Span<Float>, shape: [Int], rank: Int, name: String) throws(ScoringError) {
  guard shape.count == rank else {
    throw ScoringError(
      tensor: name, reason: "has the shape \(shape); \(rank) extents are needed")
  }
  var count = 1
  for extent in shape {
    guard extent > 0 else { throw ScoringError(tensor: name, reason: "is empty: shape \(shape)") }
    let (product, overflow) = count.multipliedReportingOverflow(by: extent)
    guard !overflow, extent <= Int32.max else {
      throw ScoringError(tensor: name, reason: "is too large: shape \(shape)")
    }
    count = product
  }
  guard count == values.count else {
    throw ScoringError(
      tensor: name, reason: "has \(values.count) values, but its shape is \(shape)")
  }
}

/// Checks that embeddings can be compared with the bank's.
func check(
  dimension: Int, of name: String, against layout: ColumnLayout
) throws(ScoringError) {
  guard dimension == layout.dimension else {
    throw ScoringError(
      tensor: name,
      reason: "has embeddings of \(dimension) numbers; those of the bank have \(layout.dimension)")
  }
}

/// Checks that no value is infinite or no number.
func checkFinite(_ values: Span<Float>, name: String, threads: Int) throws(ScoringError) {
  if let element = firstNonFinite(values, threads: threads) {
    throw ScoringError(
      tensor: name, element: element, reason: "is \(values[element]), not a finite number")
  }
}

/// The most pixels a map may have: 16384 x 16384.
package let maximumPixels = 1 << 28

/// The pixels of a map, checked.
package func checkedPixels(height: Int, width: Int) throws(ScoringError) -> Int {
  let (pixels, overflow) = height.multipliedReportingOverflow(by: width)
  guard height > 0, width > 0, !overflow, pixels <= maximumPixels else {
    throw ScoringError(
      reason: "the size \(height)x\(width) is not between 1 and \(maximumPixels) pixels")
  }
  return pixels
}

extension ScoringOptions {
  /// Checks that a map's buffers have one element for each of its pixels.
  func checkMap(anomaly: Int, column: Int) throws(ScoringError) {
    let pixels = try checkedPixels(height: height, width: width)
    guard anomaly == pixels, column == pixels else {
      throw ScoringError(
        reason: "a map of \(height)x\(width) has \(pixels) pixels, and its buffers have "
          + "\(anomaly) and \(column) elements")
    }
  }

  /// Checks the temperatures, and that the void column and the weights of two heads fit the columns.
  func checkChoices(_ layout: ColumnLayout) throws(ScoringError) {
    guard temperature > 0, temperature.isFinite else {
      throw ScoringError(reason: "the temperature \(temperature) is not above 0 and finite")
    }
    guard void.isEmpty || void.count == layout.dimension else {
      throw ScoringError(
        reason: "the void column has \(void.count) numbers, not \(layout.dimension)")
    }
    guard let fusion else { return }
    guard fusion.weights.count == layout.columns,
      fusion.weights.allSatisfy({ (0...1).contains($0) })
    else { throw ScoringError(reason: "the weights of two heads are not one for each column") }
    guard fusion.secondTemperature > 0, fusion.secondTemperature.isFinite else {
      throw ScoringError(
        reason: "the temperature \(fusion.secondTemperature) is not above 0 and finite")
    }
  }
}
