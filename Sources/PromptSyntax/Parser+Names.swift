import PromptSource

extension Parser {
  /// A word or a string at the cursor, or words side by side, which is a mistake; nil and silence where
  /// none stands there.
  /// Grammar: name
  mutating func parseName(inList isInList: Bool = false) -> Located<String>? {
    if current.isString {
      let name = reader.text(current)
      advance()
      return name
    }
    let words = tokens[position...].prefix { $0.kind == .word }
    return words.isEmpty ? nil : takeName(words, inList: isInList)
  }

  /// The name that stands at the cursor as words; reports it where it is not one word.
  mutating func takeName(
    _ words: ArraySlice<Token>, inList isInList: Bool = false
  ) -> Located<String> {
    position = words.endIndex
    let (name, isSound) = reader.phrase(words)
    if isSound, words.count == 1, name.value.count > 1, name.value.hasSuffix(":") {
      return withoutColon(name)
    }
    if isSound, words.count > 1, let last = words.last, reader.isWord(last, ":"),
      current.kind == .equals
    {
      return nameBeforeColonEquals(last, words.dropLast())
    }
    if isSound, words.count > 1 {
      let doubt = otherReading(of: words, inList: isInList)
      reader.report(
        .unquotedName, "a name of several words needs quotes", name.range,
        help: doubt ?? "write \(quoted("\"" + name.value + "\""))",
        fix: quotes(name, isSafe: doubt == nil))
    }
    return name
  }

  /// `templates default: { … }`: a name that ends so is quoted.
  private mutating func withoutColon(_ name: Located<String>) -> Located<String> {
    let colon = TextRange(name.range.end - 1, name.range.end)
    reader.report(
      .unexpectedText, "`:` cannot stand behind a name", colon,
      help: "leave it out, or quote a name that ends with it",
      fix: Fix("remove it", [.init(colon, "")]))
    return Located(
      String(name.value.dropLast()), at: TextRange(name.range.start, name.range.end - 1))
  }

  /// The name of `door := …`, whose sign is reported.
  private mutating func nameBeforeColonEquals(
    _ colon: Token, _ words: ArraySlice<Token>
  ) -> Located<String> {
    let sign = reader.range(colon).union(reader.range(current))
    reader.report(
      .unexpectedText, "\(quoted(reader.excerpt.file.text(sign))) is no sign of the language", sign,
      help: "write `=`", fix: Fix("write it", [.init(sign, "=")]))
    let behind = position
    let name = takeName(words)
    position = behind
    return name
  }

  /// What words side by side may mean that is not one name; nil where only the quotes are missing.
  private func otherReading(of words: ArraySlice<Token>, inList isInList: Bool) -> String? {
    let texts = words.map(reader.source)
    if let word = texts.first(where: { $0 == "near:" || $0 == "with:" }) {
      return "write `\(word.dropLast())` without `:`"
    }
    if let word = texts.first(where: { $0.hasPrefix("near-") })
      ?? texts.dropFirst().first(where: Self.nearInOtherWords.contains)
    {
      return "write `near` for \(quoted(word)), with the classes that the entry resembles behind it"
    }
    if let index = texts.dropFirst().firstIndex(of: "superclass"), index + 1 < texts.count {
      return "a superclass stands around its classes: "
        + quoted("superclass \(texts[index + 1]) { class … }")
    }
    if texts[0].hasSuffix(":"), texts[0].count > 1 {
      return "write \(quoted(String(texts[0].dropLast()))) without `:`"
    }
    if texts.count == 2, ["a", "an", "the"].contains(texts[0]) {
      return "name it without an article, \(quoted(texts[1])), or quote a name that has one"
    }
    if texts.contains("not") {
      return "there is no `not`: say what the text is, or quote a name that holds the word"
    }
    if texts.dropFirst().contains("with") {
      return "`with` stands behind the concepts of a class; quote a name that holds the word"
    }
    if isInList {
      if classNames.contains(texts.joined(separator: " ")) { return nil }
      let others = texts.filter { !["and", "or", "near"].contains($0) }
      if others.count == 1, texts[0] == "near" {
        return "`near` stands once, before the names: write \(quoted(others[0]))"
      }
      return "part names by commas, as in \(quoted(others.joined(separator: ", "))), or quote "
        + "a name of several words"
    }
    if texts.contains("or") || texts.contains("and") {
      return "one name stands here; quote a name that holds the word"
    }
    if wholeNumber(texts[0]) != nil {
      return "only a class has an id; quote a name that starts with a number"
    }
    return nil
  }

  private static let nearInOtherWords: Set<String> = [
    "nearby", "like", "resembling", "close", "similar", "beside",
  ]

  /// The change that puts quotes around a text that lacks them.
  ///
  /// - Parameter isSafe: whether the text can mean nothing else.
  func quotes(_ text: Located<String>, isSafe: Bool = true) -> Fix {
    let escaped = text.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let isPlain = !text.value.contains { "“”„«»:;=[]".contains($0) }
    return Fix(
      "quote it", [.init(text.range, "\"\(escaped)\"")], isSafe: isSafe && isPlain)
  }

  /// The name, or nil and a finding where it is empty.
  mutating func checked(_ name: Located<String>, of owner: String) -> Located<String>? {
    guard name.value.allSatisfy(\.isWhitespace) else { return name }
    // An unclosed string has been reported.
    if file.utf8[name.range.end - 1] == UInt8(ascii: "\""), name.range.end - name.range.start > 1 {
      reader.report(.missingName, "the name of \(owner) is empty", name.range, help: "write a name")
    }
    return nil
  }
}
