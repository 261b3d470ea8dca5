internal import CPromptKernels

/// Attention over a prefix tree: each row attends to itself and its ancestors.
///
/// A row's result has the same bytes whatever and wherever the other rows are.
public struct TreeAttention: Sendable {
  /// The parent of each row, a row before it; -1 at a root.
  public let parents: [Int32]
  /// The number of rows from the root to each row, both counted.
  public let depths: [Int32]
  private let longest: Int

  /// - Precondition: every parent stands before its children, or is -1.
  public init(parents: [Int32]) {
    var depths: [Int32] = []
    depths.reserveCapacity(parents.count)
    for (row, parent) in parents.enumerated() {
      precondition(parent >= -1 && Int(parent) < row)
      depths.append(parent < 0 ? 1 : depths[Int(parent)] + 1)
    }
    self.parents = parents
    self.depths = depths
    longest = Int(depths.max() ?? 0)
  }

  /// Sets the front of `output` to softmax(q kᵀ / √(width / heads)) v for each head.
  ///
  /// - Parameters:
  ///   - queries: [row count, width], rows `queryStride` entries apart.
  ///   - rows: which row of the tree each query is; nil: row i is query i.
  ///   - keys: [tree rows, width], rows `stride` entries apart.
  ///   - values: likewise; both may be parts of one matrix.
  ///   - output: [row count, width].
  public func apply(
    queries: Span<Float>, queryStride: Int, rows: [Int32]? = nil, keys: Span<Float>,
    values: Span<Float>, stride: Int, heads: Int, width: Int,
    into output: inout MutableSpan<Float>, limit: InstructionSet = .widest
  ) {
    let count = rows?.count ?? parents.count
    guard count > 0 else { return }
    precondition(heads > 0 && width > 0 && width.isMultiple(of: heads))
    precondition(holds(queries.count, rows: count, stride: queryStride, columns: width))
    precondition(holds(keys.count, rows: parents.count, stride: stride, columns: width))
    precondition(holds(values.count, rows: parents.count, stride: stride, columns: width))
    precondition(holds(output.count, rows: count, stride: width, columns: width))
    precondition(rows?.allSatisfy { $0 >= 0 && Int($0) < parents.count } ?? true)
    var workspace = [UInt32](repeating: 0, count: pk_tree_workspace(longest) / 4)
    let scale = 1 / Float(width / heads).squareRoot()
    unsafe queries.withUnsafeBufferPointer { q in
      unsafe keys.withUnsafeBufferPointer { k in
        unsafe values.withUnsafeBufferPointer { v in
          unsafe output.withUnsafeMutableBufferPointer { output in
            func run(_ rows: UnsafePointer<Int32>?) {
              unsafe pk_attend_tree(
                limit.rawValue, q.baseAddress, queryStride, k.baseAddress, v.baseAddress, stride,
                parents, rows, count, heads, width / heads, scale, &workspace,
                output.baseAddress, width)
            }
            if let rows { unsafe run(rows) } else { run(nil) }
          }
        }
      }
    }
  }
}
