/// A grey picture: 255 where a number is at or above the threshold, else 0.
///
/// - Parameter anomaly: [height, width].
/// - Precondition: there are as many numbers as the extents say.
package func drawMask(
  anomaly: [Float], width: Int, height: Int, threshold: Float
) -> Picture {
  Picture(
    width: width, height: height, layout: .grey, bytes: anomaly.map { $0 >= threshold ? 255 : 0 })
}
