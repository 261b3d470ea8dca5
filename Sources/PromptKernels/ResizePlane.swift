/// A plane of numbers resized bilinearly, as ``ResizeAxis`` says.
///
/// - Parameter plane: [source height, source width].
/// - Returns: [height, width].
package func resize(
  _ plane: Span<Float>, sourceHeight: Int, sourceWidth: Int, height: Int, width: Int
) -> [Float] {
  precondition(holds(plane.count, [sourceHeight, sourceWidth]))
  let vertical = ResizeAxis(source: sourceHeight, target: height)
  let horizontal = ResizeAxis(source: sourceWidth, target: width)
  var result = [Float](repeating: 0, count: height * width)
  for y in 0..<height {
    let above = Int(vertical.low[y]) * sourceWidth
    let below = Int(vertical.high[y]) * sourceWidth
    let down = vertical.weight[y]
    for x in 0..<width {
      let (left, right) = (Int(horizontal.low[x]), Int(horizontal.high[x]))
      let across = horizontal.weight[x]
      let upper = plane[above + left] + across * (plane[above + right] - plane[above + left])
      let lower = plane[below + left] + across * (plane[below + right] - plane[below + left])
      result[y * width + x] = upper + down * (lower - upper)
    }
  }
  return result
}
