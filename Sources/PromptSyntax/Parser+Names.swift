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
    if isSound, words.count > 1 {
      let doubt = otherReading(of: words, inList: isInList)
      reader.report(
        .unquotedName, "a name of several words needs quotes", name.range,
        help: doubt ?? "write \(quoted("\"" + name.value + "\""))",
        fix: quotes(name, isSafe: doubt == nil))
    }
    return name
  }

  /// What words side by side may mean that is not one name; nil where only the quotes are missing.
  private func otherReading(of words: ArraySlice<Token>, inList isInList: Bool) -> String? {
    let texts = words.map(reader.source)
    if let word = texts.first(where: { $0 == "near:" || $0 == "with:" }) {
      return "write `\(word.dropLast())` without `:`"
    }
    if texts.contains("not") {
      return "there is no `not`: say what the text is, or quote a name that holds the word"
    }
    if texts.dropFirst().contains("with") {
      return "`with` stands behind the concepts of a class; quote a name that holds the word"
    }
    if isInList {
      let others = texts.filter { !["and", "or", "near"].contains($0) }
      return "part names by commas, as in \(quoted(others.joined(separator: ", "))), or quote "
        + "a name of several words"
    }
    if wholeNumber(texts[0]) != nil {
      return "only a class has an id; quote a name that starts with a number"
    }
    return nil
  }

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
