/// Where each place of a bilinearly resized axis reads: half-pixel centres, corners not aligned, no
/// smoothing, as PyTorch's `interpolate(mode="bilinear", align_corners=False)`.
///
/// Place i lies at (i + 1/2) * source / target - 1/2, not below 0; it reads `low[i]` with 1 - weight[i] and
/// `high[i]` with `weight[i]`. Positions are computed in double precision.
package struct ResizeAxis: Sendable {
  package let low: [Int32]
  package let high: [Int32]
  /// 0 ..< 1
  package let weight: [Float]

  /// - Parameter padding: the table's length becomes a multiple of it by repeating the last place.
  /// - Precondition: both extents are at least 1 and fit 32 bits.
  package init(source: Int, target: Int, padding: Int = 1) {
    precondition(source > 0 && target > 0 && source <= Int32.max && target <= Int32.max)
    let count = (target + padding - 1) / padding * padding
    let scale = Double(source) / Double(target)
    var low: [Int32] = []
    var high: [Int32] = []
    var weight: [Float] = []
    low.reserveCapacity(count)
    high.reserveCapacity(count)
    weight.reserveCapacity(count)
    for place in 0..<count {
      let position = max(0, (Double(min(place, target - 1)) + 0.5) * scale - 0.5)
      let below = min(Int(position), source - 1)
      low.append(Int32(below))
      high.append(Int32(min(below + 1, source - 1)))
      weight.append(Float(min(position - Double(below), 1)))
    }
    self.low = low
    self.high = high
    self.weight = weight
  }
}
