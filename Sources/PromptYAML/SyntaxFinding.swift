import PromptSource

/// libyaml's complaint as a finding in the words of this project.
func syntaxFinding(_ problem: YAMLProblem, in file: SourceFile) -> Diagnostic {
  let utf8 = file.utf8
  let offset = min(problem.offset, utf8.count)
  var end = min(offset + 1, utf8.count)
  while end < utf8.count, utf8[end] & 0xC0 == 0x80 { end += 1 }
  let found = TextRange(offset, end)
  let byte = offset < utf8.count ? utf8[offset] : 0
  let opened = problem.contextOffset.map { TextRange(min($0, utf8.count), min($0 + 1, utf8.count)) }
  func finding(
    _ message: String, _ range: TextRange? = nil, label: String? = nil, help: String
  ) -> Diagnostic {
    let range = range ?? found
    var related: [Diagnostic.Related] = []
    if let opened, opened.start < range.start,
      problem.text.hasPrefix("did not find expected ',' or")
    {
      related = [.init("opened here", at: SourcePlace(file, opened))]
    }
    return Diagnostic(
      .yamlSyntax, message, at: SourcePlace(file, range), label: label, related: related, help: help
    )
  }
  if ["did not find expected key", "did not find expected '-' indicator"].contains(problem.text),
    let before = lastByte(before: offset, in: utf8),
    [UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "'")].contains(before)
  {
    let character = Character(Unicode.Scalar(before))
    return finding(
      "text stands behind the closing `\(character)`",
      help: "quote the whole text, as in `\"{there} in the scene.\"`")
  }
  let quoteHelp = "quote the text where the character belongs to it: `\"…\"`"
  switch problem.text {
  case "did not find expected ',' or ']'":
    return byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[")
      ? finding(
        "an unquoted text holds `\(Character(Unicode.Scalar(byte)))`",
        help: "quote the text, as in `\"a photo of {a}.\"`")
      : finding(
        "the list is not closed here", help: "part entries by `,` and end the list with `]`")
  case "did not find expected ',' or '}'":
    return finding(
      "the mapping is not closed here", help: "part entries by `,` and end the mapping with `}`")
  case "did not find expected key":
    return finding(
      "the line does not fit the lines above it",
      help: "indent keys of the same mapping by the same number of spaces, "
        + "and start each on its own line")
  case "did not find expected '-' indicator":
    return finding(
      "the line does not fit the list above it",
      help: "start each entry with `-`, all indented alike")
  case "mapping values are not allowed in this context":
    return finding(
      "`:` cannot stand here", help: "quote a text that holds `: `, or indent the key by spaces")
  case "found unexpected ':'":
    return finding(
      "`:` cannot stand here", help: "put a blank behind the `:` of a key, or quote the text")
  case "could not find expected ':'":
    return finding(
      "a key has no `:`", opened, help: "write `key: value`, with a blank behind the `:`")
  case "found unexpected end of stream":
    return finding(
      "the quoted text is never closed", opened, label: "opened here",
      help: "end it with the same quotation mark")
  case "did not find expected whitespace or line break":
    return finding(
      "nothing may touch the end of a quoted text or a tag",
      help: "put a mark inside the quotes: `\"sky!mass\"`")
  case "found unknown escape character":
    return finding(
      "an escape means nothing",
      help: #"write `\\` for a backslash, or use single quotes, which know no escapes"#)
  case "found character that cannot start any token":
    return byte == 0x09
      ? finding("a tab stands where YAML wants spaces", help: "indent by spaces")
      : finding(
        "\(quoted(file.text(found))) cannot start a text", help: quoteHelp)
  case let text where text.contains("tab character"):
    return finding("a tab stands where YAML wants spaces", help: "indent by spaces")
  case "did not find expected <document start>":
    return finding(
      "text stands behind the end of the document",
      help: "indent it alike if it belongs to the mapping above")
  default:
    let context = problem.context.isEmpty ? "" : " " + problem.context
    return finding(
      "this is not YAML:\(context) libyaml says \(quoted(problem.text))", help: quoteHelp)
  }
}

/// The last byte before an offset that is no blank; on the line before, a line feed.
private func lastByte(before offset: Int, in utf8: [UInt8]) -> UInt8? {
  utf8[..<offset].last { $0 != 0x20 && $0 != 0x09 }
}
