/// How a picture becomes a model's input, as its manifest says.
package struct InputFormat: Hashable, Sendable {
  /// The name of the model's input; nil takes its only one.
  package var name: String?
  package var size: SizePolicy
  package var interpolation: Interpolation
  package var colour: ColourOrder
  /// What byte 255 becomes before the mean is subtracted: 1 or 255.
  package var range: Double
  /// Subtracted, by channel in the model's order.
  package var mean: [Double]
  /// Divided by, by channel in the model's order.
  package var deviation: [Double]

  package enum ColourOrder: String, CaseIterable, Sendable { case rgb, bgr }

  package enum Interpolation: String, CaseIterable, Sendable {
    /// A triangle filter over all the pixels an output pixel covers, as Pillow and torchvision do.
    case antialiased
    /// The four nearest pixels, as OpenCV's INTER_LINEAR does.
    case bilinear
  }

  package enum SizePolicy: Hashable, Sendable {
    /// A size of the manifest's.
    case fixed(height: Int, width: Int, fit: Fit)
    /// The picture's own size, padded right and below to multiples.
    case own(multiple: Int)
  }

  package enum Fit: String, CaseIterable, Sendable {
    /// Both axes are stretched to the size, each by its own factor.
    case stretch
    /// The picture is padded right and below to the size's aspect, then resized.
    case letterbox
    /// Pictures of another size are refused.
    case exact
  }
}
