import PromptSource
import PromptSyntax

/// The one or two concepts that an entry means, and what is wrong with its plural.
func expandConcept(
  _ declaration: ConceptDeclaration, in file: SourceFile
) -> (concepts: [Concept], finding: Diagnostic?) {
  let text = declaration.text.value
  let place = SourcePlace(file, declaration.range)
  let mark = declaration.number?.value
  let phrase = NounPhrase(text)
  let bare = Concept(text: text, number: mark.map(number) ?? phrase.number, place: place)

  switch declaration.plural {
  case .none: return ([bare], nil)
  case .named(let plural):
    return ([bare, Concept(text: plural.value, number: .plural, place: place)], nil)
  case .regular(let range):
    let form: PluralForm =
      switch mark {
      case .mass: .mass
      case .pl: .alreadyPlural
      // The author says that it can be counted, whatever the lexicon holds.
      case .sg:
        if case .plural = phrase.plural { phrase.plural } else { .plural(regularPlural(of: text)) }
      case nil: phrase.plural
      }
    if case .plural(let plural) = form {
      guard plural != text else { return ([bare], unchangedPlural(declaration, in: file)) }
      return ([bare, Concept(text: plural, number: .plural, place: place)], nil)
    }
    let suffix = SourcePlace(file, range)
    return ([bare], noPlural(form, of: declaration, at: suffix))
  }
}

/// `sheep(s)`, `cod(cod)`: nothing is added.
func unchangedPlural(_ declaration: ConceptDeclaration, in file: SourceFile) -> Diagnostic {
  let range =
    switch declaration.plural {
    case .none: declaration.range
    case .regular(let range): range
    case .named(let plural): plural.range
    }
  let text = quoted(declaration.text.value)
  return Diagnostic(
    .pluralUnchanged, "the plural of \(text) is \(text) again", at: SourcePlace(file, range),
    help: "leave the plural out", fix: withoutPlural(declaration, in: file))
}

/// Takes `(…)` out, and with `mark` puts that in its place unless the entry is marked.
private func withoutPlural(
  _ declaration: ConceptDeclaration, in file: SourceFile, mark: String = ""
) -> Fix? {
  let end = declaration.number?.range.start ?? declaration.range.end
  guard declaration.text.range.end < end, end <= file.utf8.count,
    file.utf8[declaration.text.range.end] == UInt8(ascii: "(")
  else { return nil }
  let replacement = declaration.number == nil ? mark : ""
  return Fix(
    replacement.isEmpty ? "leave the plural out" : "write `\(mark)`",
    [.init(TextRange(declaration.text.range.end, end), replacement)])
}

private func noPlural(
  _ form: PluralForm, of declaration: ConceptDeclaration, at place: SourcePlace
) -> Diagnostic {
  let text = declaration.text.value
  let file = place.file
  return switch form {
  case .mass:
    Diagnostic(
      .pluralOfMassNoun, "\(quoted(text)) is not counted, so that it has no plural", at: place,
      label: "adds nothing",
      help: "write \(quoted(text + "!mass")), or name the plural you mean in place of `s`",
      fix: withoutPlural(declaration, in: file, mark: "!mass"))
  case .alreadyPlural:
    Diagnostic(
      .pluralOfPlural, "\(quoted(text)) is a plural already", at: place, label: "adds nothing",
      help: "write \(quoted(text + "!pl"))",
      fix: withoutPlural(declaration, in: file, mark: "!pl"))
  case .none, .plural:
    Diagnostic(
      .pluralUnknown, "no rule gives the plural of \(quoted(text))", at: place,
      label: "adds nothing",
      help: "write the words people use for it, or name the plural in place of `s`")
  }
}

private func number(_ mark: ConceptDeclaration.NumberMark) -> GrammaticalNumber {
  switch mark {
  case .mass: .mass
  case .pl: .plural
  case .sg: .singular
  }
}
