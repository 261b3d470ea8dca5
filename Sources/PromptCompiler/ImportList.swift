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
///
/// - Parameter columns: what the columns of a list with tabs are; nil to find out from their names and what they
///   hold. Only for ``ListForm/list``.
package func importList(
  _ file: SourceFile, form: ListForm, columns: [ListColumn]? = nil
) -> (text: String, diagnostics: [Diagnostic]) {
  var list = readList(file, form: form, columns: columns)
  let name = setName(of: file.path)
  let lastPart = file.path.split(separator: "/").last.map(String.init) ?? file.path
  let columns =
    list.columns.isEmpty
    ? [] : ["# The list's columns are read as `--columns \(list.columns.written)`."]
  // What a list says of itself stands above its first superclass, not in it.
  let firstClass = list.document.classes.first?.range.start ?? 0
  let above = list.document.comments.filter { $0.range.start < firstClass }.map(\.text)
  list.document.comments.removeAll { $0.range.start < firstClass }
  let header =
    [
      "# Imported from a list in the form `\(form.rawValue)`. A bare concept is exactly itself: write",
      "# `tree(s)` for a concept and its plural, and give outliers entries of their own (`ood`).",
    ] + columns + [
      "edition 1", "",
      "set \(printName(name)) \"0.1.0\"",
      "license NOASSERTION  # fill in: the SPDX name of the list's licence",
      "source \(printString(lastPart))  # fill in: who published the list, where, and which version",
      "",
    ] + above + (above.isEmpty ? [] : [""])
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
  if let set { found += examine(set).diagnostics }
  return (text, found.inSourceOrder(files: [file]))
}

/// The file's name without what tells its format, in characters that need no quotes.
private func setName(of path: String) -> String {
  var name = path.split(separator: "/").last ?? ""
  // `labels.txt` is labels, and `labels-v1.2` is itself: an extension is no number.
  if let dot = name.lastIndex(of: "."), dot != name.startIndex,
    !name[dot...].contains(where: \.isNumber)
  {
    name = name[..<dot]
  }
  name = name.drop { $0 == "." }
  while name.last == "." { name.removeLast() }
  guard !name.isEmpty, path != "<stdin>" else { return "imported" }
  return String(name.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "-" })
}
