import PromptSource
import PromptSyntax

/// Parses the holes and escapes of one template; nil where a finding says that nothing is left.
func parseTemplate(_ written: Located<String>, in file: SourceFile) -> (Template?, [Diagnostic]) {
  var parser = TemplateParser(written, in: file)
  parser.parse()
  let place = SourcePlace(file, written.range)
  let broken = parser.findings.contains { $0.rule.level == .error }
  let holes = parser.pieces.count { if case .literal = $0 { false } else { true } }
  if holes == 0, !broken {
    parser.findings.append(
      Diagnostic(
        .templateWithoutHole,
        "template \(quoted(written.value)) has no hole: it says the same for every concept",
        at: place,
        help: doubled(in: written.value)
          ?? "put `{}` where the concept stands, or `{a}` for the concept with its article"))
    return (nil, parser.findings)
  }
  if holes > 1 {
    parser.findings.append(
      Diagnostic(
        .severalHoles,
        "template \(quoted(written.value)) names the concept "
          + (holes == 2 ? "twice" : "\(holes) times"),
        at: place, help: "most templates need one hole; `{{` writes a brace"))
  }
  let template = Template(text: written.value, pieces: parser.pieces, place: place)
  return (broken ? nil : template, parser.findings)
}

/// `{{a}}`, as other template languages write a hole.
private func doubled(in text: String) -> String? {
  for hole in ["", "a", "there", "name", "class", "label"] where text.contains("{{\(hole)}}") {
    let own = ["a", "there"].contains(hole) ? hole : ""
    return "`{{` writes a brace: a hole is `{\(own)}`"
  }
  return nil
}

/// One pass over the scalars of a template.
private struct TemplateParser {
  private(set) var pieces: [Template.Piece] = []
  var findings: [Diagnostic] = []
  private var literal = ""
  private let written: Located<String>
  private let file: SourceFile
  /// The offset of the template's first byte in the file, or nil where escapes moved the bytes.
  private let base: Int?

  init(_ written: Located<String>, in file: SourceFile) {
    self.written = written
    self.file = file
    let (start, end) = (written.range.start, written.range.end)
    let value = Array(written.value.utf8)
    // The range may hold the quotes.
    base = [start, start + 1].first { offset in
      offset + value.count <= end && end <= file.utf8.count
        && end - start - value.count == 2 * (offset - start)
        && file.utf8[offset..<(offset + value.count)].elementsEqual(value)
    }
  }

  mutating func parse() {
    let text = written.value.utf8
    var index = text.startIndex
    var literalStart = index
    func next() -> UInt8? {
      let after = text.index(after: index)
      return after < text.endIndex ? text[after] : nil
    }
    while index < text.endIndex {
      let byte = text[index]
      guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") else {
        index = text.index(after: index)
        continue
      }
      literal += written.value[literalStart..<index]
      if next() == byte {
        literal += byte == UInt8(ascii: "{") ? "{" : "}"
        index = text.index(index, offsetBy: 2)
      } else if byte == UInt8(ascii: "}") {
        findUnbalanced(from: index, to: text.index(after: index), opening: false)
        index = text.index(after: index)
      } else if let close = text[index...].firstIndex(of: UInt8(ascii: "}")) {
        let end = text.index(after: close)
        addHole(written.value[text.index(after: index)..<close], from: index, to: end)
        index = end
      } else {
        findUnbalanced(from: index, to: text.endIndex, opening: true)
        index = text.endIndex
      }
      literalStart = index
    }
    literal += written.value[literalStart...]
    endLiteral()
  }

  private mutating func endLiteral() {
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    literal = ""
  }

  private mutating func addHole(_ name: Substring, from start: String.Index, to end: String.Index) {
    let piece: Template.Piece
    switch name {
    case "": piece = .concept
    case "a": piece = .article
    case "there": piece = .there
    default:
      findings.append(
        Diagnostic(
          .unknownHole, "template has an unknown hole \(quoted("{\(name)}"))",
          at: place(start, end), help: Self.help(forUnknown: String(name)),
          fix: base != nil && Self.help(forUnknown: String(name)) == "did you mean `{}`?"
            ? Fix("write `{}`", [.init(place(start, end).range, "{}")], isSafe: false) : nil))
      return
    }
    endLiteral()
    pieces.append(piece)
  }

  private mutating func findUnbalanced(
    from start: String.Index, to end: String.Index, opening: Bool
  ) {
    findings.append(
      Diagnostic(
        .unbalancedBrace,
        opening ? "a hole is opened and never closed" : "a brace is closed and was never opened",
        at: place(start, end),
        help: opening ? "write `{{` for a brace in the text" : "write `}}` for a brace in the text")
    )
  }

  private func place(_ start: String.Index, _ end: String.Index) -> SourcePlace {
    guard let base else { return SourcePlace(file, written.range) }
    let utf8 = written.value.utf8
    return SourcePlace(
      file,
      TextRange(
        base + utf8.distance(from: utf8.startIndex, to: start),
        base + utf8.distance(from: utf8.startIndex, to: end)))
  }

  private static func help(forUnknown name: String) -> String {
    let bare = name.lowercased().split(separator: " ").joined(separator: " ")
    if name != bare, ["", "a", "there"].contains(bare) { return "did you mean `{\(bare)}`?" }
    if bare == "the" { return "write `the {}`" }
    if ["an", "a c", "article", "an c"].contains(bare) { return "did you mean `{a}`?" }
    // What other tools call their hole.
    let foreign = ["c", "cls", "class", "concept", "label", "name", "noun", "object", "text", "0"]
    if foreign.contains(bare) { return "did you mean `{}`?" }
    if let nearest = nearestName(to: bare, among: ["there", "a"]) {
      return "did you mean `{\(nearest)}`?"
    }
    return "the holes are `{}`, `{a}` and `{there}`; `{{` writes a brace"
  }
}
