internal import PromptEncoder
internal import PromptExpansion
internal import PromptModel
internal import PromptSource
internal import PromptTokenizer

/// What only the encoder's tokenizer can know of a set: prompts it would cut, and text it would take
/// for its own marks. One finding a concept.
func findEncodingProblems(
  _ expansion: Expansion, _ prompts: [Prompt], _ tokens: TokenizedPrompts, _ encoder: TextEncoder
) -> [Diagnostic] {
  var findings: [Diagnostic] = []
  var reported = Set<SourcePlace>()
  for (prompt, row) in zip(prompts, tokens.rows) {
    let ids = tokens.distinct[row]
    let concept = expansion.concepts(of: prompt.owner)[prompt.concept]
    if ids.count > encoder.contextLength, reported.insert(concept.place).inserted {
      // The end token takes the context's last place.
      let cut = encoder.tokenizer.decode(ids[(encoder.contextLength - 1)..<(ids.count - 1)])
      findings.append(
        Diagnostic(
          .promptTooLong,
          """
          the prompt \(quoted(prompt.text)) takes \(ids.count) tokens, and the encoder reads \
          \(encoder.contextLength)
          """, at: concept.place, label: "\(quoted(cut)) would be cut",
          help: "say it in fewer words, or use shorter templates"))
    }
    guard prompt.template == 0 else { continue }
    for mark in encoder.tokenizer.specialTokens(in: concept.text) {
      findings.append(
        Diagnostic(
          .specialToken, "\(quoted(mark)) is a mark of the tokenizer, not a word to it",
          at: concept.place, help: "write it in other words"))
    }
  }
  return findings
}
