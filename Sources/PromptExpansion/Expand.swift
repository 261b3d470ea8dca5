package import PromptModel
package import PromptSource
import PromptSyntax

/// Expands every concept set to its concepts and finds those that stand in two places.
///
/// `cleaned` decides which concepts are equal: open_clip's cleaning and lower-casing, passed in. It is
/// called once for each concept. Findings are in source order.
package func expand(
  _ set: PromptSet, cleaned: (String) -> String
) -> (expansion: Expansion, diagnostics: [Diagnostic]) {
  var repeats = ConceptRepeats(set)
  var findings: [Diagnostic] = []

  func concepts(
    _ entries: [ConceptEntry], of owner: ConceptOwner
  ) -> [Concept] {
    var kept: [Concept] = []
    for entry in entries {
      let (declaration, file) = (entry.declaration, entry.file)
      let (expanded, finding) = expandConcept(declaration, in: file)
      if let finding { findings.append(finding) }
      var own: [String] = []
      for concept in expanded {
        let key = cleaned(concept.text)
        guard !key.isEmpty else {
          findings.append(
            Diagnostic(
              .vanishingConcept, "concept \(quoted(concept.text)) is empty once cleaned",
              at: concept.place, help: "write the words that name the thing, or take it out"))
          continue
        }
        if own.contains(key) {
          findings.append(unchangedPlural(declaration, in: file))
          continue
        }
        own.append(key)
        if repeats.isFirst(key, concept, of: owner) { kept.append(concept) }
      }
    }
    return kept
  }

  let classConcepts = set.classes.enumerated().map { index, entry in
    concepts(entry.concepts, of: .class(index))
  }
  let oodConcepts = set.ood.enumerated().map { index, entry in
    concepts(entry.concepts, of: .ood(index))
  }
  let expansion = Expansion(set: set, classConcepts: classConcepts, oodConcepts: oodConcepts)
  findings += repeats.findings() + findArticleMismatches(expansion)
  return (expansion, findings.inSourceOrder(files: set.files))
}
