package import PromptSource
import PromptModel
import PromptSyntax

/// Finds what is well-formed in a prompt set and most likely not meant. Changes nothing.
///
/// Linear in the set. One finding for each root cause: of what is wrong with one text, the first in the
/// order of these checks. Findings are in source order.
package func lint(_ expansion: Expansion, cleaning: TextCleaning) -> [Diagnostic] {
  let set = expansion.set
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
  var lists = Set<String>()
  for owner in expansion.owners {
    let list = expansion.templates(of: owner)
    guard lists.insert(list.name).inserted else { continue }
    for template in list.templates {
      if let finding = findTemplateProblem(template, cleaning) { findings.append(finding) }
    }
  }
  findings += findIDProblems(set) + findNameProblems(expansion, canonical: cleaning.canonical)
  return findings.inSourceOrder(files: set.files)
}
