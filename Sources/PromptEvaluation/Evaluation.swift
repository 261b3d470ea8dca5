/// What maps are worth, measured with labels.
package struct Evaluation: Sendable {
  /// By stem.
  package var images: [ImageEvaluation]
  /// Over the pixels of all images.
  package var pooled: PixelMetrics
  /// Over the pixels of all images.
  package var curve: Curve
  /// Over the components of all images; nil where no threshold is known.
  package var components: ComponentEvaluation?
  /// The maps stored as 64-bit floats, which are rounded to 32 bits before they are compared.
  package var roundedMaps: Int
  /// What the images' counts for the bootstrap stand in.
  var bins: ScoreBins
  /// How many bins those are.
  package var binCount: Int { bins.count }
}

/// What one image's map is worth.
package struct ImageEvaluation: Sendable {
  /// The image's name without an ending.
  package var stem: String
  /// Over its pixels.
  package var metrics: PixelMetrics
  /// How many of its pixels have label 255.
  package var ignored: Int
  /// Over its components.
  package var components: ComponentTally?
  /// Its anomalous pixels in each bin, then its normal ones.
  var binned: [UInt32]
}

/// What the components of all maps are worth at one threshold.
package struct ComponentEvaluation: Hashable, Sendable {
  /// The least score that is called anomalous.
  package var threshold: Float
  /// Which components are too small to count.
  package var track: ComponentTrack
  package var tally: ComponentTally
}
