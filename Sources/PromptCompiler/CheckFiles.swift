package import PromptSource
internal import PromptExpansion
internal import PromptKernels
internal import Synchronization

/// Checks many prompt sets at once, on all processors; each file, imported or given, is parsed once.
///
/// - Parameters:
///   - roots: the folders that imports may be read from.
///   - levels: what the project of each file makes of the rules; as many as `files`.
///   - progress: told after each set how many are done; called on any thread, one at a time.
/// - Returns: the findings in the order of `files`, then in source order; what several sets find in a
///   file that they share comes once, with the first of them.
package func check(
  _ files: [SourceFile], roots: ImportRoots, levels: [RuleLevels]? = nil,
  progress: (_ done: Int) -> Void = { _ in }
) -> [Diagnostic] {
  let importer = FileImporter(roots: roots)
  let threads = min(availableProcessors, files.count)
  forEachInParallel(count: files.count + 1, threads: availableProcessors) { index in
    // Takes as long as parsing a large set, and the checks would wait for it.
    if index == 0 { prepareEnglish() } else { _ = importer.parse(files[index - 1]) }
  }
  let results = Mutex((done: 0, found: [[Diagnostic]](repeating: [], count: files.count)))
  forEachInParallel(count: files.count, threads: threads) { index in
    let found = check(
      files[index], levels: levels?[index] ?? RuleLevels(), importing: importer,
      threads: availableProcessors / threads
    ).diagnostics
    results.withLock {
      $0.found[index] = found
      $0.done += 1
      progress($0.done)
    }
  }
  var seen = Set<Diagnostic>()
  return results.withLock { $0.found.joined().filter { seen.insert($0).inserted } }
}
