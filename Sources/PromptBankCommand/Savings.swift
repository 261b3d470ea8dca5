import PromptEncoder

/// What encoding took, and what sharing and the cache saved: `5656 prompts, 5600 distinct; …`.
func savings(_ counts: EncodingCounts, of encoder: TextEncoder) -> String {
  var text = "\(counts.prompts) prompts, \(counts.distinct) distinct"
  if counts.cached > 0 { text += ", \(counts.cached) of them in the cache" }
  guard counts.rows > 0 else { return text }
  let made = counts.distinct - counts.cached
  let tokens = counts.cached == 0 ? counts.paddedTokens : made * encoder.contextLength
  text += "; \(counts.rows) rows instead of \(tokens) padded tokens"
  if tokens >= 2 * counts.rows { text += ", \(tokens / counts.rows) times fewer" }
  return text
}
