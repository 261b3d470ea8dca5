import PromptSource

extension Parser {
  /// A word or a string at the cursor, or words side by side, which is a mistake; nil and silence where
  /// none stands there.
  /// Grammar: name
  mutating func parseName() -> Located<String>? {
    if current.isString {
      let name = reader.text(current)
      advance()
      return name
    }
    let words = tokens[position...].prefix { $0.kind == .word }
    return words.isEmpty ? nil : takeName(words)
  }

  /// The name that stands at the cursor as words; reports it where it is not one word.
  mutating func takeName(_ words: ArraySlice<Token>) -> Located<String> {
    position = words.endIndex
    let (name, isSound) = reader.phrase(words)
    if isSound, words.count > 1 {
      reader.report(
        .unquotedName, "a name of several words needs quotes", name.range,
        help: "write \(quoted("\"" + name.value + "\""))", fix: quotes(name))
    }
    return name
  }

  /// The change that puts quotes around a text that lacks them.
  func quotes(_ text: Located<String>) -> Fix {
    let escaped = text.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return Fix("quote it", [.init(text.range, "\"\(escaped)\"")])
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
