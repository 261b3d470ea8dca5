package import PromptBank
package import PromptEncoder
internal import PromptExpansion
internal import PromptModel
package import PromptSource
internal import PromptTokenizer

/// What compiling gave: the bank's contents, or the findings that stand in its way.
package struct Compilation: Sendable {
  /// nil where a finding is an error.
  package var contents: BankContents?
  package var diagnostics: [Diagnostic]
}

/// Compiles a checked prompt set into the contents of a bank.
///
/// The whole path is `check` (parse, resolve, expand) and then, in order, what stands here.
///
/// - Parameters:
///   - checked: what ``check(_:)`` gave.
///   - encoder: the text encoder whose space the bank will live in.
///   - progress: told how many of the distinct prompts have been encoded.
/// - Throws: `EncoderError` when encoding itself fails.
package func compile(
  _ checked: CheckedSet, encoder: TextEncoder, progress: (_ done: Int, _ total: Int) -> Void
) throws(EncoderError) -> Compilation {
  guard !checked.hasErrors, let expansion = checked.expansion else {
    return Compilation(contents: nil, diagnostics: checked.diagnostics)
  }
  let prompts = expansion.prompts()
  let tokens = TokenizedPrompts(prompts, tokenizer: encoder.tokenizer)
  let files = expansion.set.files
  // Comments were judged with the set; here they judge what only an encoder finds.
  var suppressions = Suppressions(files)
  func judged(_ found: [Diagnostic]) -> [Diagnostic] {
    checked.levels.apply(to: suppressions.allowing(found))
  }
  var diagnostics =
    (checked.diagnostics + judged(findEncodingProblems(expansion, prompts, tokens, encoder)))
    .inSourceOrder(files: files)
  if diagnostics.contains(where: { $0.rule.level == .error }) {
    return Compilation(contents: nil, diagnostics: diagnostics)
  }
  // The void text is one prompt more, in the same run.
  let void = expansion.set.scoring.void.map(encoder.tokenizer.tokenize)
  var embeddings = try encoder.encode(
    tokens.distinct + (void.map { [$0] } ?? []), progress: progress)
  let voidEmbedding = void == nil ? [] : Array(embeddings.suffix(encoder.dimension))
  embeddings.removeLast(voidEmbedding.count)
  let concepts = averageTemplates(
    embeddings, rows: tokens.rows, counts: expansion.promptCounts, dimension: encoder.dimension)
  diagnostics =
    (diagnostics
    + judged(findEmbeddingProblems(expansion, embeddings: concepts, dimension: encoder.dimension)))
    .inSourceOrder(files: files)
  return Compilation(
    contents: BankContents(
      expansion, prompts: prompts, embeddings: concepts, voidEmbedding: voidEmbedding,
      space: EmbeddingSpace(of: encoder),
      encoderTemperature: encoder.temperature),
    diagnostics: diagnostics)
}

extension Expansion {
  /// How many prompts each concept has, the classes' concepts in order, then the ood entries'.
  var promptCounts: [Int] {
    owners.flatMap { owner in
      concepts(of: owner).map { _ in templates(of: owner).templates.count }
    }
  }
}
