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
///   - void: one more row, of length 1, in a column of its own behind the others; empty for none.
///   - kept: how many columns, from the first, the result has.
///   - temperature: what cosines are divided by; above 0.
/// - Returns: [count, kept].
/// - Precondition: every column has a row, and the spans hold what they say.
package func columnProbabilities(
  of vectors: Span<Float>, dimension: Int, rows: Span<Float>, rowColumns: Span<Int32>, columns: Int,
  void: Span<Float> = Span(), kept: Int, temperature: Double, threads: Int = availableProcessors,
  limit: InstructionSet = .widest
) -> [Float] {
  let all = columns + (void.isEmpty ? 0 : 1)
  precondition(kept > 0 && kept <= all && dimension > 0)
  let count = vectors.count / dimension
  return unsafe [Float](unsafeUninitializedCapacity: count * kept) { result, initialized in
    unsafe forEachGroup(
      of: vectors, dimension: dimension, rows: rows, rowColumns: rowColumns, columns: columns,
      void: void, temperature: temperature, threads: threads, limit: limit
    ) { first, members, values in
      for member in 0..<members {
        let start = member / 16 * all * 16 + member % 16
        for column in 0..<kept {
          unsafe (result.baseAddress! + (first + member) * kept + column).initialize(
            to: values[start + column * 16])
        }
      }
    }
    initialized = count * kept
  }
}

/// u of vectors whose class scores are their class probabilities, and the lowest column that has the
/// largest. Nothing is held that grows with vectors times columns.
///
/// - Parameters:
///   - kept: the columns, from the first, that have class scores.
///   - anomaly: [count], overwritten; so is `column`. The others as above.
package func scoreVectors(
  _ vectors: Span<Float>, dimension: Int, rows: Span<Float>, rowColumns: Span<Int32>, columns: Int,
  void: Span<Float> = Span(), kept: Int, temperature: Double, score: PixelScore,
  anomaly: inout MutableSpan<Float>, column: inout MutableSpan<Int32>,
  threads: Int = availableProcessors, limit: InstructionSet = .widest
) {
  let all = columns + (void.isEmpty ? 0 : 1)
  precondition(kept > 0 && kept <= all && dimension > 0)
  let count = vectors.count / dimension
  precondition(anomaly.count == count && column.count == count)
  unsafe anomaly.withUnsafeMutableBufferPointer { anomaly in
    unsafe column.withUnsafeMutableBufferPointer { column in
      unsafe forEachGroup(
        of: vectors, dimension: dimension, rows: rows, rowColumns: rowColumns, columns: columns,
        void: void, temperature: temperature, threads: threads, limit: limit
      ) { first, members, values in
        var scores = [Float](repeating: 0, count: 16)
        var best = [Int32](repeating: 0, count: 16)
        for group in stride(from: 0, to: members, by: 16) {
          unsafe pk_score_columns(
            limit.rawValue, values + group * all, 1, kept, score.rawValue, &scores, &best)
          for member in 0..<min(16, members - group) {
            unsafe anomaly[first + group + member] = scores[member]
            unsafe column[first + group + member] = best[member]
          }
        }
      }
    }
  }
}

/// Calls `body` with the probabilities of some vectors in a row, [vectors / 16, columns, 16], on any thread.
private func forEachGroup(
  of vectors: Span<Float>, dimension: Int, rows: Span<Float>, rowColumns: Span<Int32>, columns: Int,
  void: Span<Float>, temperature: Double, threads: Int, limit: InstructionSet,
  _ body: (_ first: Int, _ count: Int, _ values: UnsafePointer<Float>) -> Void
) {
  precondition(vectors.count.isMultiple(of: dimension) && vectors.count > 0)
  precondition(holds(rows.count, [rowColumns.count, dimension]))
  precondition(void.isEmpty || void.count == dimension)
  precondition(columns > 0 && temperature > 0)
  for row in rowColumns.indices { precondition((0..<columns).contains(Int(rowColumns[row]))) }
  let count = vectors.count / dimension
  let scale = min(Float(1 / temperature), .greatestFiniteMagnitude)
  let all = columns + (void.isEmpty ? 0 : 1)
  // Four groups of vectors stay in the second-level cache beside a block of rows.
  let size = Int(PK_GROUP)
  let share = max(1, min(4, (count + size * threads - 1) / (size * threads))) * size
  unsafe vectors.withUnsafeBufferPointer { vectors in
    unsafe rows.withUnsafeBufferPointer { rows in
      unsafe rowColumns.withUnsafeBufferPointer { rowColumns in
        unsafe void.withUnsafeBufferPointer { void in
          forEachInParallel(count: (count + share - 1) / share, threads: threads) { task in
            let first = task * share
            let members = min(share, count - first)
            let groups = (members + size - 1) / size
            var grouped = [Float](repeating: 0, count: groups * dimension * size)
            unsafe pk_group_unit_vectors(
              limit.rawValue, vectors.baseAddress! + first * dimension, members, dimension,
              &grouped)
            var values = [Float](repeating: -2, count: groups * all * size)
            unsafe pk_raise_maxima(
              limit.rawValue, grouped, groups, dimension, rows.baseAddress,
              rowColumns.baseAddress, rowColumns.count, all, &values)
            if !void.isEmpty {
              unsafe pk_raise_maxima(
                limit.rawValue, grouped, groups, dimension, void.baseAddress, [Int32(columns)], 1,
                all, &values)
            }
            unsafe pk_column_softmax(limit.rawValue, &values, groups * size / 16, all, scale)
            unsafe values.withUnsafeBufferPointer {
              unsafe body(first, members, $0.baseAddress!)
            }
          }
        }
      }
    }
  }
}
