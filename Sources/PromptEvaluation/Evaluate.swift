internal import PromptKernels
internal import Synchronization

/// Measures maps against labels, one after the other: no more than a few are in memory.
///
/// Exact for every number of pixels: one pass over the maps finds the distinct scores of anomalous
/// pixels, the next counts all pixels at and between them. Where there are more distinct scores than
/// ``EvaluationOptions/scoresOfPass``, further passes count the rest. A last pass compares components at
/// the threshold that the pixels chose.
///
/// - Parameter progress: called with what is being done and how much of it is done.
/// - Throws: ``EvaluationError`` with every file that cannot be used.
package func evaluate(
  _ files: FilePairs, options: EvaluationOptions = EvaluationOptions(),
  progress: (_ activity: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
) throws(EvaluationError) -> Evaluation {
  let survey = try surveyMaps(files, options: options) { progress("reading", $0, $1) }
  let bins = survey.bins(images: files.pairs.count)
  let ranges = survey.keys.pageRanges(limit: options.scoresOfPass)
  var sweep = CurveSweep(anomalous: survey.anomalous, normal: survey.normal)
  var images: [ImageEvaluation] = []
  // From the highest scores down.
  for (index, pages) in ranges.reversed().enumerated() {
    let counts = PooledCounts(survey.keys, pages: pages)
    let passed = try countMaps(files, into: counts, bins: bins, options: options) {
      progress("measuring", index * $1 + $0, ranges.count * $1)
    }
    if index == 0 { images = passed }
    counts.walk(&sweep)
  }
  var curve = sweep.curve
  curve.close()
  var evaluation = Evaluation(
    images: images, pooled: sweep.metrics(), curve: curve, roundedMaps: survey.roundedMaps,
    bins: bins)
  if let threshold = options.componentThreshold ?? evaluation.pooled.bestF1?.score {
    let tallies = try compareComponents(files, threshold: threshold, options: options) {
      progress("components", $0, $1)
    }
    var all = ComponentTally()
    for (index, tally) in tallies.enumerated() {
      evaluation.images[index].components = tally
      all.add(tally)
    }
    evaluation.components = ComponentEvaluation(
      threshold: threshold, track: options.track, tally: all)
  }
  return evaluation
}

/// Counts every map's pixels, and measures each map alone.
private func countMaps(
  _ files: FilePairs, into counts: PooledCounts, bins: ScoreBins, options: EvaluationOptions,
  progress: (Int, Int) -> Void
) throws(EvaluationError) -> [ImageEvaluation] {
  let images = Mutex([ImageEvaluation?](repeating: nil, count: files.pairs.count))
  try forEachMap(files, options: options, progress: progress) { index, map, scores in
    scores.sortAnomalous()
    scores.sortNormal()
    counts.add(scores, turn: index)
    let image = ImageEvaluation(
      stem: files.pairs[index].stem, metrics: CurveSweep(scores).metrics(),
      ignored: map.labels.values.count - scores.normal.count - scores.anomalous.count,
      binned: bins.count(scores))
    images.withLock { $0[index] = image }
  }
  return images.withLock { $0.compactMap(\.self) }
}

/// Compares the components of every map.
private func compareComponents(
  _ files: FilePairs, threshold: Float, options: EvaluationOptions, progress: (Int, Int) -> Void
) throws(EvaluationError) -> [ComponentTally] {
  let tallies = Mutex([ComponentTally](repeating: ComponentTally(), count: files.pairs.count))
  try forEachMap(files, options: options, progress: progress) {
    index, map, _ throws(EvaluationError) in
    let tally = try map.withScores {
      compareComponents(
        scores: $0, labels: map.labels, threshold: threshold, track: options.track)
    }
    tallies.withLock { $0[index] = tally }
  }
  return tallies.withLock { $0 }
}
