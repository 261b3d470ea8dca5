internal import CPromptKernels

/// Which rows each row of a batch attends to.
///
/// Row i attends to the `counts[i]` rows that `rows` names from `starts[i]` on, so that the rows of
/// one prompt, or of all prompts through one node of a prefix tree, share one list.
public struct Attention: Sendable {
  public private(set) var rows: [Int32] = []
  public private(set) var starts: [Int32] = []
  public private(set) var counts: [Int32] = []
  /// The largest count.
  public private(set) var longest = 0
  /// One past the largest row named.
  private var end = 0

  /// The longest head, in entries.
  public static let longestHead = Int(PK_LONGEST_HEAD)

  public init() {}

  /// Appends the rows of one prompt: as many as `length`, the first of them at `first`.
  ///
  /// - Parameter causal: whether a row attends only to itself and the rows before it.
  public mutating func append(first: Int, length: Int, causal: Bool) {
    let start = Int32(rows.count)
    for row in first..<first + length { rows.append(Int32(row)) }
    for offset in 0..<length {
      starts.append(start)
      counts.append(Int32(causal ? offset + 1 : length))
    }
    longest = max(longest, length)
    end = max(end, first + length)
  }

  /// Scaled dot-product attention, softmax(q kᵀ / √(width / heads)) v for each head.
  ///
  /// - Parameters:
  ///   - qkv: [any, 3 width]: queries, keys and values side by side.
  ///   - queries: the rows to compute.
  ///   - output: its front becomes [queries, width].
  public func apply(
    to qkv: [Float], heads: Int, width: Int, queries: [Int32],
    into output: inout [Float], limit: InstructionSet = .widest
  ) {
    precondition(heads > 0 && width.isMultiple(of: heads) && width / heads <= Self.longestHead)
    precondition(qkv.count >= end * 3 * width && output.count >= queries.count * width)
    var queryStarts: [Int32] = []
    var queryCounts: [Int32] = []
    queryStarts.reserveCapacity(queries.count)
    queryCounts.reserveCapacity(queries.count)
    for index in queries.indices {
      let row = Int(queries[index])
      precondition((row + 1) * 3 * width <= qkv.count)
      queryStarts.append(starts[row])
      queryCounts.append(counts[row])
    }
    var scores = [Float](repeating: 0, count: longest)
    unsafe qkv.withUnsafeBufferPointer { qkv in
      unsafe queries.withUnsafeBufferPointer { queries in
        unsafe output.withUnsafeMutableBufferPointer { output in
          unsafe pk_attend(
            limit.rawValue, qkv.baseAddress, width, heads, queries.baseAddress, queries.count, rows,
            queryStarts, queryCounts, &scores, output.baseAddress)
        }
      }
    }
  }
}
