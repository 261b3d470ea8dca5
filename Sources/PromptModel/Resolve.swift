package import PromptSource
package import PromptSyntax

/// Resolves a file and its imports to the prompt set it means.
///
/// Never throws and never touches the file system. The set is nil only for a file that holds neither
/// classes nor ood entries, such as a file of template lists. With an error among the findings the set
/// is still as complete as can be, so that later stages find what is independent of it: a class whose
/// id is missing or out of range has id −1, a list that could not be resolved is
/// ``TemplateList/bare``. What the parsers find, such as a class without an id, is not found again.
///
/// Findings are in source order: the set's own file first, then imported ones in order of first import.
package func resolve(
  _ document: Document, importing load: ImportLoader
) -> (set: PromptSet?, diagnostics: [Diagnostic]) {
  let imported = ImportedFiles(of: document, importing: load)
  let files = imported.documents.map(\.file)
  var templates = TemplateScope(imported)
  var findings = imported.findings

  findings += checkCredits(document)
  let superclasses = Set(document.classes.compactMap(\.superclass?.value))
  let (scoring, scoringFindings) = resolveScoring(
    document.scoring, in: document.file, hasSuperclass: !superclasses.isEmpty)
  findings += scoringFindings

  let (classes, classFindings) = resolveClasses(document, &templates)
  let (ood, oodFindings) = resolveOOD(document, &templates)
  findings += classFindings + oodFindings + templates.findings
  // A set whose classes could not be read may well use them.
  if !classes.isEmpty { findings += templates.unused() }

  var set: PromptSet?
  if !classes.isEmpty || !ood.isEmpty {
    set = PromptSet(
      name: document.set?.name.value ?? "", version: document.set?.version?.value,
      license: document.license?.value, source: document.source?.value, classes: classes, ood: ood,
      scoring: scoring, files: files)
  }
  return (set, findings.inSourceOrder(files: files))
}

/// What a set should say about itself. That it has a name and classes is the parsers' to find.
private func checkCredits(_ document: Document) -> [Diagnostic] {
  guard let name = document.set?.name else { return [] }
  let place = SourcePlace(document.file, name.range)
  var findings: [Diagnostic] = []
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
