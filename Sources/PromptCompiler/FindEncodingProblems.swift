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
  if let void = expansion.set.scoring.void,
    let place = expansion.set.scoringOrigins.first(where: { $0.key == "void" })?.place
  {
    findings += findTooLong(void, encoder.tokenizer.tokenize(void), at: place, encoder)
  }
  return findings
}

/// The finding for a text that takes more tokens than the encoder reads.
func findTooLong(
  _ text: String, _ ids: [Int32], at place: SourcePlace, _ encoder: TextEncoder
) -> [Diagnostic] {
  guard ids.count > encoder.contextLength else { return [] }
  return [
    Diagnostic(
      .promptTooLong,
      "the text \(quoted(text)) takes \(ids.count) tokens, and the encoder reads "
        + "\(encoder.contextLength)", at: place, help: "say it in fewer words")
  ]
}
