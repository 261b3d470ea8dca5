internal import PromptKernels
internal import Synchronization

/// How maps are measured.
package struct EvaluationOptions: Sendable {
  /// How many maps are read at a time.
  package var threads = availableProcessors
  /// The most distinct scores of anomalous pixels that are counted in one pass over the maps.
  package var scoresOfPass = 1 << 24

  package init() {}
}

/// Measures maps against labels, one after the other: no more than a few are in memory.
///
/// Exact for every number of pixels: one pass over the maps finds the distinct scores of anomalous
/// pixels, the next counts all pixels at and between them. Where there are more distinct scores than
/// ``EvaluationOptions/scoresOfPass``, further passes count the rest.
///
/// - Parameter progress: called with what is being done and how much of it is done.
/// - Throws: ``EvaluationError`` with every file that cannot be used.
package func evaluate(
  _ files: FilePairs, options: EvaluationOptions = EvaluationOptions(),
  progress: (_ activity: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
) throws(EvaluationError) -> Evaluation {
  let survey = try surveyMaps(files, options: options) { progress("reading", $0, $1) }
  let ranges = survey.keys.pageRanges(limit: options.scoresOfPass)
  var sweep = CurveSweep(anomalous: survey.anomalous, normal: survey.normal)
  var images: [ImageEvaluation] = []
  // From the highest scores down.
  for (index, pages) in ranges.reversed().enumerated() {
    let counts = PooledCounts(survey.keys, pages: pages)
    let passed = try countMaps(files, into: counts, options: options) {
      progress("measuring", index * $1 + $0, ranges.count * $1)
    }
    if index == 0 { images = passed }
    counts.walk(&sweep)
  }
  var curve = sweep.curve
  curve.close()
  return Evaluation(
    images: images, pooled: sweep.metrics(), curve: curve, roundedMaps: survey.roundedMaps)
}

/// What a first look at all maps gives.
private struct Survey {
  var keys = AnomalousKeys()
  var anomalous = 0
  var normal = 0
  var roundedMaps = 0
}

/// Reads every map and its labels, and collects the scores of anomalous pixels.
private func surveyMaps(
  _ files: FilePairs, options: EvaluationOptions, progress: (Int, Int) -> Void
) throws(EvaluationError) -> Survey {
  let survey = Mutex(Survey())
  try forEachMap(files, options: options, progress: progress) { _, map, scores in
    scores.sortAnomalous()
    survey.withLock {
      $0.keys.insert(scores.anomalous)
      $0.anomalous += scores.anomalous.count
      $0.normal += scores.normal.count
      $0.roundedMaps += map.isRounded ? 1 : 0
    }
  }
  return survey.withLock { $0 }
}

/// Counts every map's pixels, and measures each map alone.
private func countMaps(
  _ files: FilePairs, into counts: PooledCounts, options: EvaluationOptions,
  progress: (Int, Int) -> Void
) throws(EvaluationError) -> [ImageEvaluation] {
  let images = Mutex([ImageEvaluation?](repeating: nil, count: files.pairs.count))
  try forEachMap(files, options: options, progress: progress) { index, map, scores in
    scores.sortAnomalous()
    scores.sortNormal()
    counts.add(scores, turn: index)
    let image = ImageEvaluation(
      stem: files.pairs[index].stem, metrics: CurveSweep(scores).metrics(),
      ignored: map.labels.values.count - scores.normal.count - scores.anomalous.count)
    images.withLock { $0[index] = image }
  }
  return images.withLock { $0.compactMap(\.self) }
}

/// Calls `body` with every map on several threads, its scores taken apart by label.
private func forEachMap(
  _ files: FilePairs, options: EvaluationOptions, progress: (Int, Int) -> Void,
  _ body: (_ index: Int, _ map: LabelledMap, _ scores: inout SortedScores) throws(EvaluationError)
    -> Void
) throws(EvaluationError) {
  let problems = Mutex([Int: [String]]())
  forEachInParallel(
    count: files.pairs.count, threads: options.threads, state: SortedScores.init,
    finished: { progress($0, files.pairs.count) }
  ) { index, scores in
    do throws(EvaluationError) {
      let map = try LabelledMap(files.pairs[index], layout: files.layout)
      try map.split(into: &scores)
      try body(index, map, &scores)
    } catch {
      problems.withLock { $0[index] = error.reasons }
    }
  }
  let reasons = problems.withLock { problems in
    problems.sorted { $0.key < $1.key }.flatMap(\.value)
  }
  if !reasons.isEmpty { throw EvaluationError(reasons) }
}
