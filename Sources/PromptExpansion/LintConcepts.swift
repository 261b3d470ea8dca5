package import PromptModel
package import PromptSource
import PromptSyntax

/// Finds what is well-formed in the texts of a set's concepts and most likely not meant. Changes nothing.
///
/// Linear in the set. One finding for each root cause: of what is wrong with one text, the first in the
/// order of these checks. It takes nothing of the expansion, so that the two can run at the same time.
package func lintConcepts(of set: PromptSet, cleaning: TextCleaning) -> [Diagnostic] {
  var findings: [Diagnostic] = []
  var unsuspected: [ConceptEntry] = []
  func lint(_ concepts: [ConceptEntry]) {
    // What cleaning empties has been found.
    for entry in concepts where !cleaning.canonical(entry.declaration.text.value).isEmpty {
      let (concept, file) = (entry.declaration, entry.file)
      let finding =
        findTextProblem(concept.text, within: concept.range, in: file, cleaning)
        ?? findPhraseProblem(concept, in: file)
        ?? findWrongPlural(concept, in: file)
        ?? findNoPlural(concept, in: file)
        ?? findPluralProblem(concept, in: file)
      if let finding { findings.append(finding) } else { unsuspected.append(entry) }
    }
    // A class that a file extends has concepts of several files: what belongs together stands in one.
    for written in Dictionary(grouping: concepts, by: { ObjectIdentifier($0.file) }).values {
      findings += findHandwrittenPlurals(written.map(\.declaration), in: written[0].file)
    }
  }
  for entry in set.classes { lint(entry.concepts) }
  for entry in set.ood { lint(entry.concepts) }
  findings += findMisspellings(unsuspected)
  return findings
}
