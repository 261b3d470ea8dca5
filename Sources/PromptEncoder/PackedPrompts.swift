internal import PromptKernels

/// Prompts of one batch, end to end without padding: one row for each token.
///
/// Where a token sees only those before it, a row depends on the tokens up to its own alone: prompts
/// that begin alike share the rows of their beginning, so that the rows are the nodes of a prefix
/// tree.
struct PackedPrompts: Sendable {
  /// Which prompt of the plan each is.
  private(set) var prompts: [Int] = []
  private(set) var tokens: [Int32] = []
  /// The place of each token in its prompt, from 0.
  private(set) var positions: [Int32] = []
  /// Where every token sees all of its prompt: the rows of each; else empty.
  private var lists = Attention()
  /// Where a token sees those before it: the row of the token before, or -1; else empty.
  private var parents: [Int32] = []
  /// Every row: 0, 1, ….
  private(set) var allRows: [Int32] = []
  /// The row of the last token of each prompt, rising.
  private(set) var lastRows: [Int32] = []
  var rows: Int { tokens.count }
  let causal: Bool

  /// The prompt appended last, and its rows.
  private var previous: (ids: ArraySlice<Int32>, rows: [Int32]) = ([], [])

  /// Which rows each row sees.
  var attention: RowAttention { causal ? .tree(TreeAttention(parents: parents)) : .lists(lists) }

  init(causal: Bool) { self.causal = causal }

  /// Which rows are alike before the first attention: those of one token at one place.
  ///
  /// - Returns: the first row of each kind, rising; and for each row the number of its kind, at most
  ///   the row's own.
  func kinds() -> (first: [Int32], ofRow: [Int32]) {
    var numbers: [SIMD2<Int32>: Int32] = [:]
    var first: [Int32] = []
    let ofRow = zip(tokens, positions).enumerated().map { row, kind in
      let kind = SIMD2(kind.0, kind.1)
      if let number = numbers[kind] { return number }
      let number = Int32(first.count)
      numbers[kind] = number
      first.append(Int32(row))
      return number
    }
    return (first, ofRow)
  }

  /// How many rows a prompt would add.
  func newRows(for ids: ArraySlice<Int32>) -> Int { ids.count - sharedCount(with: ids) }

  /// - Precondition: the prompt comes behind the one appended before, in the order of tokens.
  mutating func append(_ ids: ArraySlice<Int32>, prompt: Int) {
    let shared = previous.rows[..<sharedCount(with: ids)]
    let own = ids.dropFirst(shared.count)
    let newRows = Int32(rows)..<Int32(rows + own.count)
    if causal {
      parents.append(shared.last ?? -1)
      parents += newRows.dropLast()
    } else {
      lists.append(length: own.count, causal: false)
    }
    positions += Int32(shared.count)..<Int32(ids.count)
    allRows += newRows
    tokens += own
    prompts.append(prompt)
    lastRows.append(Int32(rows - 1))
    previous = (ids, Array(shared) + newRows)
  }

  /// How many tokens a prompt has in common with the one before, from the start.
  private func sharedCount(with ids: ArraySlice<Int32>) -> Int {
    causal ? PromptEncoder.sharedCount(previous.ids, ids) : 0
  }
}
