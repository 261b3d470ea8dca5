/// A string of the concise spelling with a text between its quotes.
///
/// Only what would end the string or could not be seen is escaped: `\"`, `\\`, `\n`, `\t`, `\u{…}`.
package func printString(_ text: String) -> String {
  var printed = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": printed += "\\\""
    case "\\": printed += "\\\\"
    case "\n": printed += "\\n"
    case "\t": printed += "\\t"
    case " ": printed += " "
    default:
      if scalar.value < 0x20 || scalar.value == 0x7F || isInvisible(scalar.value)
        || scalar.properties.generalCategory == .spaceSeparator
      {
        printed += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      } else {
        printed.unicodeScalars.append(scalar)
      }
    }
  }
  return printed + "\""
}

/// A name as one word where it can be, else as a string.
package func printName(_ name: String) -> String {
  let isColon = name.hasSuffix(":") && name.utf8.count > 1
  return isBareWord(name) && name != "+" && name != "-" && !isColon ? name : printString(name)
}

/// A name as words where it can be, else as a string.
func printPhrase(_ name: String) -> String {
  isBarePhrase(name, isBareWord) ? name : printString(name)
}

/// A name behind `near`: one that is a keyword is quoted, for it may come to stand at the start of a line.
func printNearName(_ name: String) -> String {
  Keyword(rawValue: name) != nil ? printString(name) : printName(name)
}

/// One entry of a concept set.
///
/// - Parameters:
///   - wasQuoted: whether the author quoted it; nil where nobody wrote it in this spelling. Quotes stay
///     around a phrase with the word `with`, which is a clause or a concept by where it stands.
///   - isLast: whether the list ends with it, without a `with` clause.
package func printConcept(_ concept: ConceptDeclaration, wasQuoted: Bool?, isLast: Bool) -> String {
  let words = concept.text.value.split(separator: " ", omittingEmptySubsequences: false)
    .map(String.init)
  let isMarked = concept.number != nil || !concept.plural.isNone
  let hasWith = words.contains("with")
  let endsInClause =
    isLast && !isMarked && (words.last == "with" || words.dropLast().last == "with")
  let isBare =
    words.allSatisfy(isBareWord) && !endsInClause && !startsLikeDeclaration(words)
    && (!hasWith || wasQuoted == false)
  let text = concept.text.value
  return (isBare ? text : printString(text)) + marks(of: concept, isBareWord)
}

/// Whether words would start a declaration if they came to stand at the start of a line.
private func startsLikeDeclaration(_ words: [String]) -> Bool {
  guard words.count > 1, let keyword = Keyword(rawValue: words[0]) else { return false }
  return switch keyword {
  case .remove where words[1] == "class" || words[1] == "ood": true
  case .expect where words[1] == "similarity": true
  case .renumber where words.count == 3 && isNumber(words[2]): true
  default: isNumber(words[1])
  }
}

private func isNumber(_ word: String) -> Bool {
  word.utf8.allSatisfy { (0x30...0x39).contains($0) }
}

/// One entry of a concept set as a scalar of another format, where `# = , { }` need no quotes, and neither
/// does the word `with`.
package func printScalarConcept(_ concept: ConceptDeclaration) -> String {
  let text = concept.text.value
  return (isBarePhrase(text, isScalarWord) ? text : printString(text))
    + marks(of: concept, isScalarWord)
}

private func marks(of concept: ConceptDeclaration, _ isWord: (String) -> Bool) -> String {
  var printed = ""
  switch concept.plural {
  case .none: break
  case .regular: printed = "(s)"
  case .named(let plural):
    let text = plural.value
    let isBare =
      isBarePhrase(text, isWord) && text != "s" && !ConceptParser.endings.contains(text)
    printed = "(" + (isBare ? text : printString(text)) + ")"
  }
  if let number = concept.number { printed += "!" + number.value.rawValue }
  return printed
}

/// Whether a text is words parted by single spaces.
private func isBarePhrase(_ text: String, _ isWord: (String) -> Bool) -> Bool {
  text.split(separator: " ", omittingEmptySubsequences: false).allSatisfy { isWord(String($0)) }
}

extension ConceptDeclaration.Plural {
  fileprivate var isNone: Bool { if case .none = self { true } else { false } }
}

/// Whether a text is one word that needs no quotes.
private func isBareWord(_ text: String) -> Bool {
  text.unicodeScalars.first != "'"
    && isWord(text, without: "\"=,{}()!#;[]<>\\`«»“”„‘".unicodeScalars)
}

/// Whether a text is one word in a scalar of another format.
private func isScalarWord(_ text: String) -> Bool {
  text.unicodeScalars.first != "\"" && isWord(text, without: "()!".unicodeScalars)
}

private func isWord(_ text: String, without signs: String.UnicodeScalarView) -> Bool {
  !text.isEmpty
    && text.unicodeScalars.allSatisfy { scalar in
      scalar.value > 0x20 && scalar.value != 0x7F && !isInvisible(scalar.value)
        && scalar.properties.generalCategory != .spaceSeparator && !signs.contains(scalar)
    }
}
