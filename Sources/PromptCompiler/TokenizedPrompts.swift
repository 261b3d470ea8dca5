internal import PromptExpansion
internal import PromptTokenizer

/// The token ids of every prompt, each distinct sequence once.
struct TokenizedPrompts {
  /// Distinct token ids in the order of their first prompt.
  private(set) var distinct: [[Int32]] = []
  /// One per prompt: its index in ``distinct``.
  private(set) var rows: [Int] = []

  init(_ prompts: [Prompt], tokenizer: Tokenizer) {
    var known: [[Int32]: Int] = [:]
    for prompt in prompts {
      let ids = tokenizer.tokenize(prompt.text)
      let row = known[ids, default: distinct.count]
      if row == distinct.count {
        known[ids] = row
        distinct.append(ids)
      }
      rows.append(row)
    }
  }
}
