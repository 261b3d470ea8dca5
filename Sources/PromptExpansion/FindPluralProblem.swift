import PromptSource
import PromptSyntax

/// A plural that was named although the rule gives it, or that the rule gives wrongly; or nil.
func findPluralProblem(_ concept: ConceptDeclaration, in file: SourceFile) -> Diagnostic? {
  guard case .named(let named) = concept.plural, concept.number == nil,
    case .plural(let expected) = plural(of: concept.text.value)
  else { return nil }
  let place = SourcePlace(file, named.range)
  if named.value == expected, expected != concept.text.value,
    expected == regularPlural(of: concept.text.value)
  {
    return Diagnostic(
      .redundantPlural, "\(quoted(named.value)) is the plural that `(s)` gives", at: place,
      help: "write \(quoted(concept.text.value + "(s)"))",
      fix: Fix("write `(s)`", [.init(named.range, "s")]))
  }
  if named.value != expected, named.value == regularPlural(of: concept.text.value) {
    return Diagnostic(
      .unexpectedPlural,
      "the plural of \(quoted(concept.text.value)) is mostly \(quoted(expected))", at: place,
      help: "`(s)` gives \(quoted(expected)); keep \(quoted(named.value)) where it is meant so")
  }
  return nil
}

/// A bare noun and its bare plural in one concept set: `tree, trees`.
func findHandwrittenPlurals(
  _ concepts: [ConceptDeclaration], in file: SourceFile
) -> [Diagnostic] {
  func isBare(_ concept: ConceptDeclaration) -> Bool {
    guard case .none = concept.plural else { return false }
    return concept.number == nil
  }
  // A noun and its plural begin with the same letter: others need no plural.
  var initials = [Int](repeating: 0, count: 256)
  for concept in concepts where isBare(concept) {
    initials[Int(concept.text.value.utf8.first ?? 0)] += 1
  }
  guard initials.contains(where: { $0 > 1 }) else { return [] }
  let bare = Dictionary(
    concepts.filter(isBare).map { ($0.text.value, $0) }, uniquingKeysWith: { first, _ in first })
  return concepts.compactMap { concept in
    guard isBare(concept), initials[Int(concept.text.value.utf8.first ?? 0)] > 1,
      case .plural(let expected) = plural(of: concept.text.value),
      expected != concept.text.value, let other = bare[expected],
      bare[concept.text.value]?.range == concept.range
    else { return nil }
    let range = concept.text.range
    var fix: Fix?
    if file.text(range) == concept.text.value, let removal = file.removal(ofListEntry: other.range)
    {
      let edits = [Fix.Edit(TextRange(at: range.end), "(s)"), removal]
      fix = Fix(
        "write `(s)` for both", edits.sorted { $0.range.start < $1.range.start })
    }
    return Diagnostic(
      .handwrittenPlural, "\(quoted(expected)) is the plural of \(quoted(concept.text.value))",
      at: SourcePlace(file, other.range),
      related: [.init("the noun", at: SourcePlace(file, range))],
      help: "write \(quoted(concept.text.value + "(s)")) for both", fix: fix)
  }
}
