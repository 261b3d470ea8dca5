internal import CPromptKernels

/// The class probabilities of vectors: softmax over columns of the largest cosine in each column.
///
/// A column's rows are alternatives: the largest cosine of them counts. Vectors are divided by their
/// lengths here; a zero vector has cosine 0 with every row. Products are computed in blocks: beside the
/// result nothing is held that grows with the rows.
///
/// - Parameters:
///   - vectors: [count, dimension], finite.
///   - rows: [row count, dimension], each of length 1.
///   - rowColumns: the column of each row, below `columns`.
///   - kept: how many columns, from the first, the result has.
///   - temperature: what cosines are divided by; above 0.
/// - Returns: [count, kept].
/// - Precondition: every column has a row, and the spans hold what they say.
package func columnProbabilities(
  of vectors: Span<Float>, dimension: Int, rows: Span<Float>, rowColumns: Span<Int32>, columns: Int,
  kept: Int, temperature: Double, threads: Int = availableProcessors,
  limit: InstructionSet = .widest
) -> [Float] {
  precondition(dimension > 0 && vectors.count.isMultiple(of: dimension) && vectors.count > 0)
  precondition(holds(rows.count, [rowColumns.count, dimension]))
  precondition(columns > 0 && kept > 0 && kept <= columns && temperature > 0)
  for row in rowColumns.indices { precondition((0..<columns).contains(Int(rowColumns[row]))) }
  let count = vectors.count / dimension
  let scale = min(Float(1 / temperature), .greatestFiniteMagnitude)
  // Eight groups of sixteen vectors stay in the second-level cache beside a block of rows.
  let groups = max(1, min(8, (count + 16 * threads - 1) / (16 * threads)))
  let share = groups * 16
  return unsafe [Float](unsafeUninitializedCapacity: count * kept) { result, initialized in
    unsafe vectors.withUnsafeBufferPointer { vectors in
      unsafe rows.withUnsafeBufferPointer { rows in
        unsafe rowColumns.withUnsafeBufferPointer { rowColumns in
          forEachInParallel(count: (count + share - 1) / share, threads: threads) { task in
            let first = task * share
            let members = min(share, count - first)
            let groups = (members + 15) / 16
            var grouped = [Float](repeating: 0, count: groups * dimension * 16)
            unsafe pk_group_unit_vectors(
              limit.rawValue, vectors.baseAddress! + first * dimension, members, dimension,
              &grouped)
            var values = [Float](repeating: -2, count: groups * columns * 16)
            var workspace = [Float](repeating: 0, count: pk_maxima_workspace(dimension))
            unsafe pk_raise_maxima(
              limit.rawValue, grouped, groups, dimension, rows.baseAddress,
              rowColumns.baseAddress, rowColumns.count, columns, &values, &workspace)
            unsafe pk_column_softmax(limit.rawValue, &values, groups, columns, scale)
            for member in 0..<members {
              let start = member / 16 * columns * 16 + member % 16
              for column in 0..<kept {
                unsafe (result.baseAddress! + (first + member) * kept + column).initialize(
                  to: values[start + column * 16])
              }
            }
          }
        }
      }
    }
    initialized = count * kept
  }
}
