/// The fenced snippets of one section of a rule's file.
func readSnippets(of section: Substring, in text: Substring) -> [RuleEntry.Snippet] {
  var snippets: [RuleEntry.Snippet] = []
  var current: Substring = ""
  var open: RuleEntry.Snippet?
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if var snippet = open {
      if line == "```" {
        if current == section { snippets.append(snippet) }
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
      current = line.dropFirst(3)
    }
  }
  return snippets
}
