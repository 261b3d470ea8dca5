internal import PromptKernels

/// How maps are measured.
package struct EvaluationOptions: Sendable {
  /// How many maps are read at a time.
  package var threads = availableProcessors
  /// The most distinct scores of anomalous pixels that are counted in one pass over the maps.
  package var scoresOfPass = 1 << 24
  /// The sizes below which components do not count.
  package var track = ComponentTrack.anomaly
  /// The least score of a predicted component's pixels; without it the one with the best F1 over all
  /// pixels, as SegmentMeIfYouCan chooses it.
  package var componentThreshold: Float?

  package init() {}
}
