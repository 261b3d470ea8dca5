internal import PromptExpansion
internal import PromptModel
package import PromptSource
internal import PromptSyntax
internal import PromptTokenizer

/// Turns a published list of classes into a prompt set of the concise spelling.
///
/// Each concept of the list is a concept of the set, to the letter, in the list's order; nothing is added or
/// left out, and what the ordinary rules find points into the list. A class is called by its first concept.
/// What a list does not say (licence, source) is written down for the author to fill in.
package func importList(
  _ file: SourceFile, form: ListForm
) -> (text: String, diagnostics: [Diagnostic]) {
  let list = readList(file, form: form)
  let name = setName(of: file.path)
  let lastPart = file.path.split(separator: "/").last.map(String.init) ?? file.path
  let header = [
    "# Imported from a list in the form `\(form.rawValue)`. A bare concept is exactly itself: write",
    "# `tree(s)` for a concept and its plural, and give outliers entries of their own (`ood`).",
    "edition 1", "",
    "set \(printName(name)) \"0.1.0\"",
    "license NOASSERTION  # fill in: the SPDX name of the list's licence",
    "source \(printString(lastPart))  # fill in: who published the list, where, and which version",
    "",
  ]
  let isEmpty = list.document.classes.isEmpty
  let text = isEmpty ? "" : printConcise(list.document, header: header)

  var document = list.document
  let start = TextRange(at: 0)
  document.edition = Located(newestEdition, at: start)
  document.set = SetDeclaration(name: Located(name, at: start), version: nil)
  document.license = Located("NOASSERTION", at: start)
  document.source = Located(lastPart, at: start)
  let (set, modelProblems) = resolve(document) { _, _ in .notFound(reason: "a list imports nothing")
  }
  var found = list.diagnostics + modelProblems
  if let expanded = set.map({ expand($0, cleaned: canonicalConcept) }) {
    found += expanded.diagnostics + lint(expanded.expansion, cleaning: .canonical)
  }
  return (text, found.inSourceOrder(files: [file]))
}

/// The file's name up to its first dot, in characters that need no quotes.
private func setName(of path: String) -> String {
  let file = path.split(separator: "/").last ?? ""
  let stem = file.prefix { $0 != "." }
  let name = String(stem.map { $0.isLetter || $0.isNumber || "_-".contains($0) ? $0 : "-" })
  return name.isEmpty || path == "<stdin>" ? "imported" : name
}
