package import PromptEncoder
internal import PromptTokenizer

/// Phrases as they are, without a template, in a text encoder's space.
///
/// - Returns: [phrases, dimension], L2-normalised.
/// - Throws: `EncoderError` when a phrase is longer than the context, or encoding fails.
package func embedPhrases(
  _ phrases: [String], encoder: TextEncoder, threads: Int? = nil,
  progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
) throws(EncoderError) -> [Float] {
  let tokens = phrases.map(encoder.tokenizer.tokenize)
  let embeddings = try encoder.encode(tokens, threads: threads, progress: progress)
  return averageTemplates(
    embeddings, rows: Array(phrases.indices), counts: phrases.map { _ in 1 },
    dimension: encoder.dimension)
}
