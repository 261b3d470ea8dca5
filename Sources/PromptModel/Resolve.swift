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
///
/// - Parameter cleaned: the equality of concepts, by which `-=` takes them out.
package func resolve(
  _ document: Document, cleaned: @escaping (String) -> String = { $0.lowercased() },
  importing load: ImportLoader
) -> (set: PromptSet?, diagnostics: [Diagnostic]) {
  let imported = ImportedFiles(of: document, importing: load)
  let files = imported.documents.map(\.file)
  var templates = TemplateScope(imported)
  var merged = MergedSet(cleaned: cleaned)
  var scoring = ResolvedScoring()
  for index in imported.extended.reversed() {
    let layer = imported.documents[index]
    merged.merge(
      layer, index, &templates, extends: imported.bases[index] == nil ? nil : layer.extends)
    scoring.apply(layer.scoring, in: layer.file)
  }
  scoring.finish(merged)
  let expectations = merged.resolveExpectations(document)
  var findings = imported.findings + checkCredits(document) + scoring.findings
  findings += merged.findings + merged.checkSuperclasses() + merged.checkRoles()
  findings += templates.findings
  // A set whose classes could not be read may well use them.
  if !merged.classes.isEmpty { findings += templates.unused() + templates.unusedImports() }
  if document.extends != nil, imported.bases[0] == nil {
    // Names that the file which could not be read may well have brought.
    let names: [Rule] = [
      .unknownExpectedName, .unknownPatchTarget, .unknownNear, .unknownTemplateList,
    ]
    findings.removeAll { names.contains($0.rule) }
  }

  var set: PromptSet?
  if !merged.classes.isEmpty || !merged.ood.isEmpty {
    set = PromptSet(
      name: document.set?.name.value ?? "", version: document.set?.version?.value,
      license: document.license?.value, source: document.source?.value, classes: merged.classes,
      ood: merged.ood, scoring: scoring.scoring, files: files, arrivals: imported.arrivals,
      scoringOrigins: scoring.origins, expectations: expectations)
  }
  if let extends = document.extends, imported.bases[0] != nil, merged.classes.isEmpty {
    findings.append(
      Diagnostic(
        .noClassLeft, "the set has no class", at: SourcePlace(document.file, extends.path.range),
        help: "extend a set with classes, keep one of them, or declare one"))
  }
  return (set, findings.inSourceOrder(files: files))
}

/// What a set should say about itself. That it has a name and classes is the parsers' to find.
private func checkCredits(_ document: Document) -> [Diagnostic] {
  guard let name = document.set?.name else { return [] }
  let place = SourcePlace(document.file, name.range)
  var findings: [Diagnostic] = []
  func isMissing(_ text: Located<String>?) -> Bool {
    text?.value.allSatisfy(\.isWhitespace) ?? true
  }
  if isMissing(document.license) {
    findings.append(
      Diagnostic(
        .missingLicense, "the set states no licence", at: place,
        help: "add `license` with an SPDX name, such as `CC-BY-4.0`"))
  }
  if isMissing(document.source) {
    findings.append(
      Diagnostic(
        .missingSource, "the set states no source", at: place,
        help: "add `source` with what the classes are taken from"))
  }
  return findings
}
