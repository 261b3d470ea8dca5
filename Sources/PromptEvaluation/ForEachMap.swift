internal import PromptKernels
internal import Synchronization

/// Calls `body` with every map on several threads, its scores taken apart by label, in the order of the
/// pixels.
///
/// - Throws: ``EvaluationError`` with every file that cannot be used.
func forEachMap(
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
