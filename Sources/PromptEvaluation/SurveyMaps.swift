internal import PromptKernels
internal import Synchronization

/// What a first look at all maps gives.
struct Survey {
  /// The distinct scores of anomalous pixels.
  var keys = AnomalousKeys()
  var anomalous = 0
  var normal = 0
  /// Maps stored as 64-bit floats.
  var roundedMaps = 0
  /// Some scores of each image.
  var sampled: (anomalous: [UInt32], normal: [UInt32]) = ([], [])

  /// The bins for as many images: their counts take at most 128 MB, about.
  func bins(images: Int) -> ScoreBins {
    ScoreBins(
      anomalous: sampled.anomalous, normal: sampled.normal,
      limit: min(4_096, max(256, (1 << 24) / max(1, images))))
  }
}

/// Reads every map and its labels, and collects the scores of anomalous pixels.
///
/// - Throws: ``EvaluationError`` with every file that cannot be used.
func surveyMaps(
  _ files: FilePairs, options: EvaluationOptions, progress: (Int, Int) -> Void
) throws(EvaluationError) -> Survey {
  let survey = Mutex(Survey())
  // All pixels of a few small images, some of many.
  let share = min(1 << 16, max(64, (1 << 21) / files.pairs.count))
  try forEachMap(files, options: options, progress: progress) { _, map, scores in
    let sampled = (thinned(scores.anomalous, share), thinned(scores.normal, share))
    scores.sortAnomalous()
    survey.withLock {
      $0.keys.insert(scores.anomalous)
      $0.anomalous += scores.anomalous.count
      $0.normal += scores.normal.count
      $0.roundedMaps += map.isRounded ? 1 : 0
      $0.sampled.anomalous += sampled.0
      $0.sampled.normal += sampled.1
    }
  }
  return survey.withLock { $0 }
}

/// At most `most` elements, evenly spaced.
private func thinned(_ keys: ArraySlice<UInt32>, _ most: Int) -> [UInt32] {
  guard keys.count > most else { return Array(keys) }
  return (0..<most).map { keys[keys.startIndex + $0 * keys.count / most] }
}
