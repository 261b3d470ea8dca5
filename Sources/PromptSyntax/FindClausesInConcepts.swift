import PromptSource

/// Concepts of ood entries that go on like a `near` list, which stands before `=`.
func conceptsWithNear(_ document: Document) -> [Diagnostic] {
  let file = document.file
  return document.ood.flatMap(\.concepts).compactMap { concept in
    let range = concept.text.range
    let words = concept.text.value.split(separator: " ")
    guard let near = words.dropFirst().firstIndex(of: "near"), near + 1 < words.count,
      file.utf8[range.start] != UInt8(ascii: "\"")
    else { return nil }
    return Diagnostic(
      .nearInConcept,
      "\(quoted(concept.text.value)) is a concept: `near` names classes only before `=`",
      at: SourcePlace(file, range),
      help: "write `near \(words[(near + 1)...].joined(separator: " "))` before `=`, "
        + "or quote the concept if it is meant so")
  }
}

/// Concepts that end like a `with` clause naming a list of this file, but are not last.
func conceptsWithTemplates(_ document: Document) -> [Diagnostic] {
  let names = Set(document.templateLists.map(\.name.value))
  guard !names.isEmpty else { return [] }
  let file = document.file
  let lists = document.classes.map(\.concepts) + document.ood.map(\.concepts)
  return lists.joined().compactMap { concept in
    let start = concept.text.range.start
    guard start < file.utf8.count, file.utf8[start] != UInt8(ascii: "\""),
      let list = templateName(endOf: concept.text.value), names.contains(list)
    else { return nil }
    return Diagnostic(
      .conceptWithTemplates,
      "\(quoted(concept.text.value)) is a concept: `with` names templates only at the end of a list",
      at: SourcePlace(file, concept.text.range),
      help: "move `with \(list)` to the end, or quote the concept if it is meant so")
  }
}

/// What stands behind the last ` with ` of a phrase.
private func templateName(endOf phrase: String) -> String? {
  let words = phrase.split(separator: " ")
  guard let with = words.lastIndex(of: "with"), with > 0, with + 1 < words.count else { return nil }
  return words[(with + 1)...].joined(separator: " ")
}
