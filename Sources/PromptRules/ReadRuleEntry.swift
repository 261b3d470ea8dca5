import PromptSource

/// Reads one file of the catalogue; nil where its head is not as it should be.
///
/// A file is a heading `# CODE NAME`, a list of fields, a paragraph, and the sections `## Bad` and
/// `## Good` with fenced snippets: a language, then the name of the file where it matters.
func readRuleEntry(_ text: String) -> RuleEntry? {
  // By bytes: the whole catalogue is read whenever rules are skipped, and characters are slow to find.
  let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    .map(Substring.init)
  let heading = lines.first?.split(separator: " ") ?? []
  guard heading.count == 3, heading[0] == "#" else { return nil }
  var fields: [Substring: String] = [:]
  var explanation: [Substring] = []
  var snippets: [Substring: [RuleEntry.Snippet]] = [:]
  var section: Substring = ""
  var open: RuleEntry.Snippet?
  for line in lines.dropFirst() {
    if var snippet = open {
      if line == "```" {
        snippets[section, default: []].append(snippet)
        open = nil
      } else {
        snippet.text += line + "\n"
        open = snippet
      }
    } else if line.hasPrefix("```") {
      let words = line.dropFirst(3).split(separator: " ", maxSplits: 1)
      open = RuleEntry.Snippet(
        language: String(words.first ?? ""), name: words.dropFirst().first.map(String.init),
        text: "")
    } else if line.hasPrefix("## ") {
      section = line.dropFirst(3)
    } else if line.hasPrefix("- "), section.isEmpty, explanation.isEmpty,
      let colon = line.firstIndex(of: ":")
    {
      fields[line[..<colon].dropFirst(2)] = String(line[line.index(after: colon)...].dropFirst())
    } else if section.isEmpty, !line.isEmpty {
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
    notShown: fields["not shown"], explanation: explanation.joined(separator: " "),
    bad: snippets["Bad"] ?? [], good: snippets["Good"] ?? [])
}
