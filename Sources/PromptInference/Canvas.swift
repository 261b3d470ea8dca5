/// The area a model's input shows, in pixels of the picture: the picture in its upper left corner and,
/// where the input was padded, padding to the right and below.
///
/// Scores are computed for the canvas, since the model's masks cover it, and then cropped.
package struct Canvas: Hashable, Sendable {
  package let height: Int
  package let width: Int
  package let pictureHeight: Int
  package let pictureWidth: Int

  /// Whether there is padding to crop.
  package var isPadded: Bool { height != pictureHeight || width != pictureWidth }

  /// The picture's part of values over the canvas, row-major.
  ///
  /// - Precondition: one value for each pixel of the canvas.
  package func cropped<Value>(_ values: [Value]) -> [Value] {
    precondition(values.count == height * width, "values of another size than the canvas")
    if !isPadded { return values }
    var cropped: [Value] = []
    cropped.reserveCapacity(pictureHeight * pictureWidth)
    for row in 0..<pictureHeight {
      cropped += values[row * width..<row * width + pictureWidth]
    }
    return cropped
  }
}

extension InputFormat {
  /// The canvas of a picture and the size of the input it becomes.
  ///
  /// - Throws: ``InferenceError`` where the picture does not fit the policy.
  func layout(
    height: Int, width: Int
  ) throws(InferenceError) -> (canvas: Canvas, height: Int, width: Int) {
    func canvas(_ canvasHeight: Int, _ canvasWidth: Int) -> Canvas {
      Canvas(
        height: canvasHeight, width: canvasWidth, pictureHeight: height, pictureWidth: width)
    }
    switch size {
    case .own(let multiple):
      let padded = [height, width].map { ($0 + multiple - 1) / multiple * multiple }
      guard padded[0] * padded[1] <= Self.inputLimit else {
        throw refused(
          "a picture of \(width)×\(height) makes an input of \(padded[1])×\(padded[0]), more than "
            + "\(Self.inputLimit) pixels: make the picture smaller, or give `input` a `height` "
            + "and a `width`")
      }
      return (canvas(padded[0], padded[1]), padded[0], padded[1])
    case .fixed(let inputHeight, let inputWidth, .stretch):
      return (canvas(height, width), inputHeight, inputWidth)
    case .fixed(let inputHeight, let inputWidth, .exact):
      guard height == inputHeight, width == inputWidth else {
        throw refused(
          "the picture is \(width)×\(height) and the model takes exactly "
            + "\(inputWidth)×\(inputHeight): resize the picture, or set `fit` to `stretch` or "
            + "`letterbox`")
      }
      return (canvas(height, width), height, width)
    case .fixed(let inputHeight, let inputWidth, .letterbox):
      // The smallest whole canvas of the input's aspect around the picture: the picture's longer side,
      // measured by the input's, stays and the other is padded. Rounding up to whole pixels distorts
      // by less than a pixel, the same way for the picture and for the scores.
      let canvasHeight = max(height, (inputHeight * width + inputWidth - 1) / inputWidth)
      let canvasWidth = max(width, (inputWidth * height + inputHeight - 1) / inputHeight)
      let byWidth = inputHeight * width >= inputWidth * height
      let fitted = byWidth ? canvas(canvasHeight, width) : canvas(height, canvasWidth)
      guard fitted.height * fitted.width <= Self.inputLimit else {
        throw refused(
          "a picture of \(width)×\(height) is too long and thin to letterbox into "
            + "\(inputWidth)×\(inputHeight): crop it, or set `fit` to `stretch`")
      }
      return (fitted, inputHeight, inputWidth)
    }
  }

  /// The most pixels of an input or a canvas.
  static let inputLimit = 1 << 27
  /// The longest side of a picture.
  static let sideLimit = 1 << 20

  private func refused(_ reason: String) -> InferenceError {
    InferenceError(path: nil, place: "input", reason: reason)
  }
}
