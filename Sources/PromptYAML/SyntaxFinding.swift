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
  // These have a cause that libyaml does not know: the collection around them is none of it.
  if problem.text.hasPrefix("did not find expected") {
    if offset > 0, utf8[offset - 1] == UInt8(ascii: "'"), isLetter(byte) {
      return Diagnostic(
        .yamlSyntax, "an apostrophe ends the text that `'` opened", at: SourcePlace(file, found),
        help: "write a text with an apostrophe between `\"`, as in `\"bird's nest\"`")
    }
    if let start = templateStart(before: offset, in: utf8) {
      return Diagnostic(
        .yamlSyntax, "a template that is not quoted starts with `{`, which opens a mapping",
        at: SourcePlace(file, TextRange(start, start + 1)),
        help: "quote the template, as in `\"{a} in the scene.\"`")
    }
  }
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
    if byte == UInt8(ascii: ",") {
      return finding("a comma stands between lines", help: "remove the comma")
    }
    let character = Character(Unicode.Scalar(before))
    return finding(
      "text stands behind the closing `\(character)`",
      help: "quote the whole text, as in `\"{there} in the scene.\"`")
  }
  let isInBrackets =
    problem.context.contains("flow") || problem.text.hasSuffix("',' or ']'")
    || problem.text.hasSuffix("',' or '}'")
  if isInBrackets, let hash = hash(before: offset, in: utf8) {
    return Diagnostic(
      .yamlSyntax, "`#` starts a comment, which hides the end of the brackets",
      at: SourcePlace(file, TextRange(hash, hash + 1)),
      help: "quote the text if `#` belongs to it, or close the brackets before the comment")
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
  case "could not find expected ':'" where isForeignComment(opened ?? found, in: utf8):
    return finding(
      "a comment starts with `#`", opened, help: "put `#` before it")
  case "could not find expected ':'" where startsEntry(opened ?? found, in: utf8):
    return finding(
      "the entry has no blank behind its `-`", opened, help: "write `- concept`")
  case "could not find expected ':'":
    if let patch = patch(opened ?? found, in: file) {
      return finding("a key has no `:`", opened, help: "write \(quoted(patch))")
    }
    return finding(
      "a key has no `:`", opened, help: "write `key: value`, with a blank behind the `:`")
  case "did not find expected node content" where byte == UInt8(ascii: ","):
    return finding("no entry stands before the comma", help: "remove the comma")
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

/// The `#` of a comment with a closing bracket in it, on the line above an offset or on the offset's own.
private func hash(before offset: Int, in utf8: [UInt8]) -> Int? {
  var isSecondLine = false
  var hash: Int?
  var closes = false
  for index in utf8[..<min(offset, utf8.count)].indices.reversed() {
    switch utf8[index] {
    case 0x0A where isSecondLine: return hash
    case 0x0A: (isSecondLine, closes) = (true, false)
    case UInt8(ascii: "]"), UInt8(ascii: "}"): closes = true
    case UInt8(ascii: "#") where closes && index > 0 && [0x20, 0x09].contains(utf8[index - 1]):
      hash = index
    default: break
    }
  }
  return hash
}

/// Letters of any script.
private func isLetter(_ byte: UInt8) -> Bool {
  (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80
}

/// Where `{a}`, `{there}` or `{}` starts, with nothing but blanks between it and the offset.
private func templateStart(before offset: Int, in utf8: [UInt8]) -> Int? {
  var end = min(offset, utf8.count)
  while end > 0, utf8[end - 1] == 0x20 || utf8[end - 1] == 0x09 { end -= 1 }
  for hole in ["{a}", "{there}", "{}"]
  where utf8[..<end].reversed().starts(with: hole.utf8.reversed()) {
    return end - hole.utf8.count
  }
  return nil
}

/// Whether a line starts as comments of other languages do.
private func isForeignComment(_ place: TextRange, in utf8: [UInt8]) -> Bool {
  ["//", "--", "/*"].contains { utf8[place.start...].starts(with: $0.utf8) }
}

/// `-tile`, with nothing but blanks before it on its line.
private func startsEntry(_ place: TextRange, in utf8: [UInt8]) -> Bool {
  guard place.start < utf8.count, utf8[place.start] == UInt8(ascii: "-") else { return false }
  let before = utf8[..<place.start].last { $0 != 0x20 && $0 != 0x09 }
  return before == nil || before == 0x0A || before == 0x0D
}

/// `cat += kitten(s)` of the concise spelling as this one has it; nil for any other line.
private func patch(_ place: TextRange, in file: SourceFile) -> String? {
  let line = file.text(file.range(ofLine: file.position(of: place.start).line))
  for (sign, key) in [(" += ", "add"), (" -= ", "remove")] {
    guard let found = line.firstRange(of: sign) else { continue }
    let name = line[..<found.lowerBound].drop { $0 == " " }
    let concepts = line[found.upperBound...].prefix { !$0.isNewline }
    return "\(name): {\(key): [\(concepts)]}"
  }
  return nil
}

/// The last byte before an offset that is no blank; on the line before, a line feed.
private func lastByte(before offset: Int, in utf8: [UInt8]) -> UInt8? {
  utf8[..<offset].last { $0 != 0x20 && $0 != 0x09 }
}
