package import PromptSource
import PromptModel
import PromptSyntax

/// Finds what is well-formed in the templates, ids and names of a prompt set and most likely not meant.
/// Changes nothing. Linear in the set.
package func lint(_ expansion: Expansion, cleaning: TextCleaning) -> [Diagnostic] {
  let set = expansion.set
  var findings: [Diagnostic] = []
  var lists = Set<String>()
  for owner in expansion.owners {
    let list = expansion.templates(of: owner)
    guard lists.insert(list.name).inserted else { continue }
    for template in list.templates {
      if let finding = findTemplateProblem(template, cleaning) { findings.append(finding) }
    }
  }
  return findings + findIDProblems(set)
    + findNameProblems(expansion, canonical: cleaning.canonical)
}
