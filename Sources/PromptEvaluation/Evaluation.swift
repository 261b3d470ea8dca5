/// What maps are worth, measured with labels.
package struct Evaluation: Sendable {
  /// By stem.
  package var images: [ImageEvaluation]
  /// Over the pixels of all images.
  package var pooled: PixelMetrics
  /// Over the pixels of all images.
  package var curve: Curve
  /// The maps stored as 64-bit floats, which are rounded to 32 bits before they are compared.
  package var roundedMaps: Int
}

/// What one image's map is worth.
package struct ImageEvaluation: Sendable {
  /// The image's name without an ending.
  package var stem: String
  /// Over its pixels.
  package var metrics: PixelMetrics
  /// How many of its pixels have label 255.
  package var ignored: Int
}
