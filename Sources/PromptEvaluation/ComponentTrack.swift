/// Below which sizes SegmentMeIfYouCan leaves components out.
package enum ComponentTrack: String, Hashable, Sendable, CaseIterable {
  /// Large anomalies: predicted components of at least 500 pixels, labelled ones of at least 100.
  case anomaly
  /// Small obstacles: predicted components of at least 50 pixels, labelled ones of at least 10.
  case obstacle

  /// The least predicted component that counts, in pixels.
  package var predictedSize: Int { self == .anomaly ? 500 : 50 }
  /// The least labelled component that counts, in pixels; smaller ones are ignored as label 255 is.
  package var labelledSize: Int { self == .anomaly ? 100 : 10 }
}
