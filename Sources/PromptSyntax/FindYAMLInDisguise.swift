import PromptSource

/// The one finding for a file of the YAML spelling under a name of the concise one: its lines at the
/// margin start with keys and colons, among them `classes:`, `ood:` or `extends:`.
func yamlInDisguise(_ file: SourceFile, _ tokens: [Token]) -> Diagnostic? {
  let excerpt = Excerpt(file)
  var keys: Set<String> = []
  var place: TextRange?
  var isFirst = true
  for token in tokens {
    if isFirst, token.kind == .word, excerpt.utf8[token.end - 1] == UInt8(ascii: ":"),
      token.start == 0 || [0x0A, 0x0D].contains(excerpt.utf8[token.start - 1])
    {
      keys.insert(excerpt.text(token.start, token.end))
      place = place ?? excerpt.range(token.start, token.end)
    }
    isFirst = token.kind == .lineEnd
  }
  guard let place, keys.count > 1, !keys.isDisjoint(with: ["classes:", "ood:", "extends:"]) else {
    return nil
  }
  return Diagnostic(
    .unexpectedText, "this is YAML, in a file whose name says the concise spelling",
    at: SourcePlace(file, place),
    help:
      "name the file `*.prompts.yaml`; `promptbank convert --to prompts` gives the other spelling")
}
