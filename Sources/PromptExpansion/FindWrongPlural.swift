import PromptSource
import PromptSyntax

/// A plural that English does not have, named for a concept or written as one: `leaf(leafs)`, `childs`,
/// `whiteflys!pl`; or nil.
func findWrongPlural(_ concept: ConceptDeclaration, in file: SourceFile) -> Diagnostic? {
  if case .named(let named) = concept.plural {
    guard case .plural(let expected) = plural(of: concept.text.value),
      isWrong(named.value, of: concept.text.value, expected)
    else { return nil }
    return finding(named.value, of: concept.text.value, expected, named.range, named, in: file)
  }
  guard concept.number == nil || concept.number?.value == .pl, concept.text.value.hasSuffix("s")
  else {
    return nil
  }
  let text = concept.text
  let noun = String(text.value.dropLast())
  guard let last = noun.split(separator: " ").last, last.utf8.count >= 4,
    EnglishWords.shared.contains(Array(last.utf8)[...]),
    !EnglishWords.shared.contains(Array((last + "s").utf8)[...]),
    case .plural(let expected) = plural(of: noun), isWrong(text.value, of: noun, expected)
  else { return nil }
  return finding(text.value, of: noun, expected, text.range, text, in: file)
}

private func finding(
  _ written: String, of noun: String, _ expected: String, _ range: TextRange,
  _ text: Located<String>, in file: SourceFile
) -> Diagnostic {
  Diagnostic(
    .misspeltWord, "\(quoted(written)) is not the plural of \(quoted(noun))",
    at: SourcePlace(file, range), help: "write \(quoted(expected))",
    fix: writtenPart(text, in: file).map {
      Fix("write \(quoted(expected))", [.init($0, expected)], isSafe: false)
    })
}

/// Whether a plural was made by a bare `s` where English never does that; `dwarfs` and `cactuses` are
/// English beside `dwarves` and `cacti`.
private func isWrong(_ written: String, of noun: String, _ expected: String) -> Bool {
  guard written != expected, written == noun + "s" else { return false }
  let key = noun.lowercased()
  let word = key.split { $0 == " " || $0 == "-" }.last.map(String.init) ?? key
  if word.hasSuffix("f") || word.hasSuffix("fe") {
    return expected.hasSuffix("ves") && !twoPlurals.contains { word.hasSuffix($0) }
  }
  if word.hasSuffix("y") {
    return expected.hasSuffix("ies")
  }
  if ["x", "z", "ch", "sh"].contains(where: word.hasSuffix) { return expected.hasSuffix("es") }
  return ownPlurals.contains { word.hasSuffix($0) }
}

/// Nouns that keep `fs` beside `ves`.
private let twoPlurals = ["dwarf", "hoof", "scarf", "wharf", "turf", "staff", "beef", "kerchief"]
/// Nouns that change within, or end as no other does.
private let ownPlurals = ["child", "foot", "tooth", "goose", "louse", "woman", "man"]
