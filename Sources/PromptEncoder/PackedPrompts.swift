internal import PromptKernels

/// Prompts of one batch, end to end without padding: one row for each token.
struct PackedPrompts: Sendable {
  /// Which prompt of the plan each is.
  private(set) var prompts: [Int] = []
  private(set) var tokens: [Int32] = []
  /// The place of each token in its prompt, from 0.
  private(set) var positions: [Int32] = []
  private(set) var attention = Attention()
  /// Every row: 0, 1, ….
  private(set) var allRows: [Int32] = []
  /// The last row of each prompt.
  private(set) var lastRows: [Int32] = []
  var rows: Int { tokens.count }

  mutating func append(_ ids: ArraySlice<Int32>, prompt: Int, causal: Bool) {
    attention.append(first: rows, length: ids.count, causal: causal)
    positions += 0..<Int32(ids.count)
    allRows += Int32(rows)..<Int32(rows + ids.count)
    tokens += ids
    prompts.append(prompt)
    lastRows.append(Int32(rows - 1))
  }
}
