package import PromptSource
package import PromptSyntax

/// Resolves a file and its imports to the prompt set it means.
///
/// Never throws and never touches the file system. The set is nil only for a file that holds neither
/// classes nor ood entries. With an error among the findings the set is still as complete as can be,
/// so that later stages find what is independent of it: a class whose id is missing or out of range
/// has id −1, a list that could not be resolved is ``TemplateList/bare``.
///
/// Findings are in source order: the set's own file first, then imported ones in order of first import.
package func resolve(
  _ document: Document, importing load: ImportLoader
) -> (set: PromptSet?, diagnostics: [Diagnostic]) {
  let imported = ImportedFiles(of: document, importing: load)
  let files = imported.documents.map(\.file)
  var templates = TemplateScope(imported)
  var findings = imported.findings

  let isSet = document.set != nil || !document.classes.isEmpty || !document.ood.isEmpty
  findings += checkHeader(document, isSet: isSet)
  let superclasses = Set(document.classes.compactMap(\.superclass?.value))
  let (scoring, scoringFindings) = resolveScoring(
    document.scoring, in: document.file, hasSuperclass: !superclasses.isEmpty)
  findings += scoringFindings

  let (classes, classFindings) = resolveClasses(document, &templates)
  let (ood, oodFindings) = resolveOOD(document, &templates)
  findings += classFindings + oodFindings + templates.findings

  var set: PromptSet?
  if !classes.isEmpty || !ood.isEmpty {
    set = PromptSet(
      name: document.set?.name.value ?? "", version: document.set?.version?.value,
      license: document.license?.value, source: document.source?.value, classes: classes, ood: ood,
      scoring: scoring, files: files)
  }
  return (set, findings.inSourceOrder(files: files))
}

/// What a file says about itself: the set's name, licence and source.
private func checkHeader(_ document: Document, isSet: Bool) -> [Diagnostic] {
  let file = document.file
  let start = SourcePlace(file, TextRange(at: 0))
  guard isSet else {
    if document.templateLists.isEmpty {
      return [
        Diagnostic(
          .missingSet, "the file holds no set", at: start,
          help: "begin with `set NAME`, then declare classes: `class 0 road = road(s)`")
      ]
    }
    return [
      Diagnostic(
        .onlyTemplates, "the file holds template lists and no set", at: start,
        help: "import it into a set; there is nothing to compile here")
    ]
  }
  var findings: [Diagnostic] = []
  let place = document.set.map { SourcePlace(file, $0.name.range) } ?? start
  if document.set == nil {
    findings.append(
      Diagnostic(
        .missingSet, "the set has no name", at: place,
        help: "write `set NAME` above the first class"))
  }
  if document.classes.isEmpty {
    findings.append(
      Diagnostic(
        .noClass, "the set has no class", at: place,
        help: "what is normal has to be named: `class 0 road = road(s)`"))
  }
  if document.license == nil {
    findings.append(
      Diagnostic(
        .missingLicense, "the set states no licence", at: place,
        help: "add `license` with an SPDX name, such as `CC-BY-4.0`"))
  }
  if document.source == nil {
    findings.append(
      Diagnostic(
        .missingSource, "the set states no source", at: place,
        help: "add `source` with what the classes are taken from"))
  }
  return findings
}
