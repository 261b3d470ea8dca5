internal import CPromptKernels

/// Which rows each row of a batch attends to.
///
/// Row i attends to the `counts[i]` rows that `rows` names from `starts[i]` on, so that the rows of
/// one prompt share one list, and prompts that begin alike share rows.
public struct Attention: Sendable {
  /// Lists of rows, one behind the other.
  public private(set) var rows: [Int32] = []
  /// Where each row's list starts.
  public private(set) var starts: [Int32] = []
  /// How much of its list each row attends to.
  public private(set) var counts: [Int32] = []
  /// The largest count.
  public private(set) var longest = 0
  /// One past the largest row named.
  private var end = 0

  /// The longest head, in entries.
  public static let longestHead = Int(PK_LONGEST_HEAD)

  /// No rows.
  public init() {}

  /// Appends the rows of one prompt.
  ///
  /// - Parameters:
  ///   - shared: rows of an earlier prompt that begins alike, from its first on; they stand for this
  ///     one's too.
  ///   - length: how many rows of its own follow.
  ///   - causal: whether a row attends only to itself and the rows before it; if not, nothing can be
  ///     shared.
  public mutating func append(shared: ArraySlice<Int32> = [], length: Int, causal: Bool) {
    precondition(causal || shared.isEmpty)
    let start = Int32(rows.count)
    let first = starts.count
    rows += shared
    for row in first..<first + length { rows.append(Int32(row)) }
    for offset in 0..<length {
      starts.append(start)
      counts.append(Int32(causal ? shared.count + offset + 1 : length))
    }
    longest = max(longest, shared.count + length)
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
