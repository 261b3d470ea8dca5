internal import PromptExpansion
internal import PromptKernels
internal import PromptModel
internal import PromptSource
internal import PromptTokenizer

/// Expands a set and lints it; findings are in no order.
///
/// - Parameter threads: 2 or more look at the texts of concepts while the set is expanded.
func examine(
  _ set: PromptSet, threads: Int = availableProcessors
) -> (expansion: Expansion, diagnostics: [Diagnostic]) {
  var expanded: (expansion: Expansion, diagnostics: [Diagnostic])?
  var ofConcepts: [Diagnostic] = []
  // Each of the two writes what the other leaves alone.
  forEachInParallel(count: 2, threads: threads) { index in
    if index == 0 {
      let (expansion, found) = expand(set, cleaned: canonicalConcept)
      expanded = (expansion, found + lint(expansion, cleaning: .canonical))
    } else {
      ofConcepts = lintConcepts(of: set, cleaning: .canonical)
    }
  }
  guard let (expansion, found) = expanded else { preconditionFailure("both have been called") }
  return (expansion, found + ofConcepts)
}
