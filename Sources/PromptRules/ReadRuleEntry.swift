import PromptSource

/// Reads one file of the catalogue; nil where its head is not as it should be.
///
/// A file is a heading `# CODE NAME`, a list of fields, a paragraph, and the sections `## Bad` and
/// `## Good` with fenced snippets: a language, then the name of the file where it matters. The sections are
/// read when they are asked for.
func readRuleEntry(_ text: String) -> RuleEntry? {
  var rest = text[...]
  // By bytes: the heads of the whole catalogue are read whenever rules are skipped, and characters are
  // slow to find.
  func nextLine() -> Substring? {
    guard !rest.isEmpty else { return nil }
    let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    defer { rest = rest[end...].dropFirst() }
    return rest[..<end]
  }
  let heading = nextLine()?.split(separator: " ") ?? []
  guard heading.count == 3, heading[0] == "#" else { return nil }
  var fields: [Substring: String] = [:]
  var explanation: [Substring] = []
  while !rest.utf8.starts(with: "## ".utf8), let line = nextLine() {
    if line.utf8.starts(with: "- ".utf8), explanation.isEmpty,
      let colon = line.utf8.firstIndex(of: UInt8(ascii: ":"))
    {
      fields[line[..<colon].dropFirst(2)] = String(line[line.index(after: colon)...].dropFirst())
    } else if !line.isEmpty {
      explanation.append(line)
    }
  }
  guard let level = fields["level"].flatMap(Rule.Level.init),
    let fix = fields["fix"].flatMap(RuleEntry.FixClass.init)
  else { return nil }
  return RuleEntry(
    code: String(heading[1]), name: String(heading[2]), level: level, fix: fix,
    needs: fields["needs"],
    companions: fields["also"].map { $0.split(separator: " ").map(String.init) } ?? [],
    notShown: fields["not shown"], explanation: explanation.joined(separator: " "), sections: rest)
}
