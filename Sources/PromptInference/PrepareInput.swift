package import TensorFiles

/// Turns a picture into a model's input: [1, 3, height, width], resized, scaled, normalised.
///
/// Padding is zero after the normalisation, that is, the mean colour. Resizing works on floats; Pillow
/// rounds to bytes in between, so inputs made through it differ by up to half a byte's step.
///
/// - Parameters:
///   - pixels: red, green and blue, row-major, three bytes a pixel.
///   - format: the model's.
/// - Returns: the input, and the canvas that the model's masks will cover.
/// - Throws: ``InferenceError`` where the picture does not fit the format's size.
package func prepareInput(
  pixels: [UInt8], width: Int, height: Int, as format: InputFormat
) throws(InferenceError) -> (tensor: FloatTensor, canvas: Canvas) {
  let sides = 1...InputFormat.sideLimit
  guard sides.contains(width), sides.contains(height), pixels.count == width * height * 3 else {
    throw InferenceError(
      path: nil, place: "input",
      reason: "a picture of \(width)×\(height) with \(pixels.count) bytes, three a pixel expected")
  }
  let (canvas, inputHeight, inputWidth) = try format.layout(height: height, width: width)
  let antialiased = format.interpolation == .antialiased
  let columns = ResizeWeights(
    from: canvas.width, kept: width, to: inputWidth, antialiased: antialiased)
  let rows = ResizeWeights(
    from: canvas.height, kept: height, to: inputHeight, antialiased: antialiased)
  let plane = inputHeight * inputWidth
  var values = [Float](repeating: 0, count: 3 * plane)
  for channel in 0..<3 {
    let source = format.colour == .rgb ? channel : 2 - channel
    let levels = levels(format, channel: channel)
    resizePlane(
      pixels.span, width: width, source: source, levels: levels.span, columns: columns, rows: rows,
      into: &values, at: channel * plane, outputWidth: inputWidth)
  }
  return (FloatTensor(shape: [1, 3, inputHeight, inputWidth], values: values), canvas)
}

/// The normalised value of each byte of a channel.
private func levels(_ format: InputFormat, channel: Int) -> [Float] {
  (0..<256).map { byte in
    Float(
      (Double(byte) * format.range / 255 - format.mean[channel]) / format.deviation[channel])
  }
}

/// Resizes one channel, first along rows, then along columns.
///
/// Rows are resized once and kept while output rows still need them, so the memory is a few rows.
private func resizePlane(
  _ pixels: Span<UInt8>, width: Int, source: Int, levels: Span<Float>, columns: ResizeWeights,
  rows: ResizeWeights, into values: inout [Float], at offset: Int, outputWidth: Int
) {
  // A ring of resized rows: as many as the widest run of one output row.
  let ring = zip(rows.bounds.dropFirst(), rows.bounds).map { $0 - $1 }.max() ?? 1
  var resized = [Float](repeating: 0, count: max(ring, 1) * outputWidth)
  var held = [Int](repeating: -1, count: max(ring, 1))
  let starts = columns.starts.span
  let bounds = columns.bounds.span
  let weights = columns.weights.span
  var values = values.mutableSpan
  for output in rows.starts.indices {
    let target = offset + output * outputWidth
    for (step, weightIndex) in (rows.bounds[output]..<rows.bounds[output + 1]).enumerated() {
      let row = rows.starts[output] + step
      let slot = row % held.count
      let base = slot * outputWidth
      if held[slot] != row {
        held[slot] = row
        let line = row * width * 3 + source
        var target = resized.mutableSpan
        for column in 0..<outputWidth {
          var sum: Float = 0
          var pixel = line + starts[column] * 3
          for index in bounds[column]..<bounds[column + 1] {
            sum += weights[index] * levels[Int(pixels[pixel])]
            pixel += 3
          }
          target[base + column] = sum
        }
      }
      let weight = rows.weights[weightIndex]
      let line = resized.span
      for column in 0..<outputWidth { values[target + column] += weight * line[base + column] }
    }
  }
}
