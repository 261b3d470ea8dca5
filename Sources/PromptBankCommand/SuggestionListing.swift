import PromptCompiler
import PromptSource
import PromptSuggestions
import PromptSyntax
import PromptYAML

/// Proposals as lines to paste into a set of either spelling, each below a comment that says where it comes
/// from.
///
/// Words for a class that the set inherits are a patch; those for a class of its own are the class's whole new
/// declaration, behind `#`, for it takes the place of the one that is there.
///
/// - Parameter document: of the set's own file.
func suggestionListing(
  _ suggestions: Suggestions, for document: Document, asYAML: Bool
) -> String {
  let related = suggestions.relatedSets
  let name = document.set?.name.value ?? ""
  var text =
    "# Proposals for \(name); nothing was added. Paste what your cameras may meet.\n"
  if !related.isEmpty { text += "# Related sets: \(related.joined(separator: ", ")).\n" }
  text += "\n# Outliers that resemble classes:\n"
  if suggestions.ood.isEmpty { text += "# none was found\n" }
  if asYAML, !suggestions.ood.isEmpty { text += "ood:\n" }
  for suggestion in suggestions.ood {
    text += comments(suggestion, indentation: asYAML ? 2 : 0)
    var entry = emptyDocument(asYAML: asYAML)
    entry.ood = [declaration(suggestion)]
    let printed = printDocument(entry, asYAML: asYAML)
    text += asYAML ? entryLines(printed) : printed
  }
  return text + wordListing(suggestions.concepts, for: document, asYAML: asYAML)
}

/// Words for classes, those of a class together.
private func wordListing(
  _ words: [Suggestion], for document: Document, asYAML: Bool
) -> String {
  let own = Dictionary(
    document.classes.filter { $0.change == .define }.map { ($0.name.value, $0) },
    uniquingKeysWith: { first, _ in first })
  var names: [String] = []
  for word in words where !names.contains(word.near[0]) { names.append(word.near[0]) }
  var text = ""
  for inherited in [true, false] {
    let here = names.filter { (own[$0] == nil) == inherited }
    if here.isEmpty { continue }
    text +=
      inherited
      ? "\n# Words for inherited classes:\n"
      : "\n# Words for classes: without `# `, each line takes the place of the class's own.\n"
    if inherited, asYAML { text += "classes:\n" }
    for name in here {
      let proposed = words.filter { $0.near[0] == name }
      for word in proposed {
        text +=
          (inherited && asYAML ? "  " : "")
          + "# \(printConcept(word.concepts[0], wasQuoted: nil, isLast: false)): "
        text += because(word) + "\n"
      }
      let start = TextRange(at: 0)
      var declared =
        own[name]
        ?? ClassDeclaration(
          id: nil, name: Located(name, at: start), superclass: nil, templates: nil, concepts: [],
          change: .add, range: start)
      declared.concepts += proposed.map { $0.concepts[0] }
      // The line stands inside its superclass's block already.
      if !asYAML { declared.superclass = nil }
      // Of the set's own file, to which the places of the declaration refer.
      var entry = own[name] == nil ? emptyDocument(asYAML: asYAML) : Document(file: document.file)
      entry.classes = [declared]
      let printed = printDocument(entry, asYAML: asYAML)
      let lines = asYAML ? entryLines(printed) : printed
      text += inherited ? lines : commentedOut(lines)
    }
  }
  return text
}

private func emptyDocument(asYAML: Bool) -> Document {
  Document(file: SourceFile(path: asYAML ? "-.yaml" : "-.prompts", text: ""))
}

/// What stands below the key of a YAML section.
private func entryLines(_ printed: String) -> String {
  String(printed.drop { $0 != "\n" }.dropFirst())
}

private func commentedOut(_ lines: String) -> String {
  lines.split(separator: "\n").map { "# \($0)\n" }.joined()
}

private func comments(_ suggestion: Suggestion, indentation: Int) -> String {
  String(repeating: " ", count: indentation) + "# " + because(suggestion) + "\n"
}

/// Every source that has it, with what it says, and how close it is.
private func because(_ suggestion: Suggestion) -> String {
  var parts = suggestion.reasons.map { "\($0.source.rawValue): \($0.text)" }
  if let (concept, cosine) = suggestion.nearest {
    parts.append("cosine \(hundredths(cosine)) with \(quoted(concept))")
  }
  return parts.joined(separator: "; ")
}

private func declaration(_ suggestion: Suggestion) -> OODDeclaration {
  let start = TextRange(at: 0)
  return OODDeclaration(
    name: Located(suggestion.name, at: start), near: suggestion.near.map { Located($0, at: start) },
    templates: nil, concepts: suggestion.concepts, range: start)
}

private func hundredths(_ cosine: Float) -> String {
  let value = Int((cosine * 100).rounded())
  return (value < 0 ? "-" : "") + "\(abs(value) / 100)." + "\(abs(value) % 100 + 100)".dropFirst()
}
