/// How a folder of labels is laid out.
package enum LabelLayout: String, Hashable, Sendable, CaseIterable {
  /// `STEM.png`.
  case plain
  /// `NUMBER_STEM_labels.png`, as Fishyscapes Lost & Found has them.
  case fishyscapes
  /// `frames/STEM.labels/labels_semantic.png`, as RoadAnomaly has them, where 2 is the anomaly.
  case roadAnomaly = "road-anomaly"
  /// `labels_masks/STEM_labels_semantic.png`, as SegmentMeIfYouCan has them.
  case segmentMeIfYouCan = "segment-me-if-you-can"

  /// What a value of a label picture means: 0 normal, 1 anomalous, 255 ignored; nil where it means
  /// nothing.
  func meaning(of value: UInt8) -> UInt8? {
    switch value {
    case 0, 1, 255: value
    case 2 where self == .roadAnomaly: 1
    default: nil
    }
  }
}

/// One label picture.
package struct LabelFile: Hashable, Sendable {
  /// Where it lies.
  package var path: String
  /// The name of the image it belongs to, without an ending.
  package var stem: String
  /// What a map of that image may be called, ``stem`` first.
  package var mapStems: [String]
}
