internal import CPromptKernels

/// How resized mask logits become the shares that pixels have in queries.
package enum MaskShares: Int32, Sendable, CaseIterable {
  /// 1 / (1 + exp(-x)).
  case sigmoid = 0
  /// Softmax over the queries.
  case softmax = 1
  /// Sigmoids divided by their sum over the queries, or by 1e-6 where the sum is smaller.
  case normalised = 2
}

/// The largest class score of each pixel, negated, and the lowest column that has it.
///
/// Class score k of a pixel is the sum over queries of the query's share in the pixel times its
/// probability of k. The logits are resized bilinearly before they become shares. Works through strips
/// of the map and never holds all masks or all scores; the result does not depend on the threads.
///
/// - Parameters:
///   - logits: [queries, mask height, mask width], finite.
///   - probabilities: [queries, columns].
///   - anomaly: [height, width], overwritten.
///   - column: [height, width], overwritten.
///   - limit: the widest instructions to use; for comparison of the kernels.
/// - Precondition: every extent is at least 1 and fits 32 bits, and the spans hold what they say.
package func scoreMasks(
  logits: Span<Float>, queries: Int, maskHeight: Int, maskWidth: Int,
  probabilities: Span<Float>, columns: Int, shares: MaskShares, height: Int, width: Int,
  anomaly: inout MutableSpan<Float>, column: inout MutableSpan<Int32>,
  threads: Int = availableProcessors, limit: InstructionSet = .widest
) {
  precondition(queries > 0 && columns > 0 && height > 0 && width > 0)
  precondition(holds(logits.count, [queries, maskHeight, maskWidth]))
  precondition(holds(probabilities.count, [queries, columns]))
  precondition(holds(anomaly.count, [height, width]) && holds(column.count, [height, width]))
  let horizontal = ResizeAxis(source: maskWidth, target: width, padding: 16)
  let vertical = ResizeAxis(source: maskHeight, target: height)
  var packed = [Float](repeating: 0, count: queries * columns)
  unsafe probabilities.withUnsafeBufferPointer {
    unsafe pk_pack(limit.rawValue, $0.baseAddress, columns, 1, queries, columns, &packed)
  }
  unsafe anomaly.withUnsafeMutableBufferPointer { anomaly in
    unsafe column.withUnsafeMutableBufferPointer { column in
      unsafe logits.withUnsafeBufferPointer { logits in
        unsafe withAxis(horizontal) { horizontal in
          unsafe withAxis(vertical) { vertical in
            unsafe packed.withUnsafeBufferPointer { packed in
              let map = unsafe pk_mask_map(
                logits: logits.baseAddress, queries: queries, mask_height: maskHeight,
                mask_width: maskWidth, packed: packed.baseAddress, columns: columns,
                form: shares.rawValue, height: height, width: width, horizontal: horizontal,
                vertical: vertical, anomaly: anomaly.baseAddress, column: column.baseAddress)
              unsafe scoreTiles(of: map, threads: threads, limit: limit)
            }
          }
        }
      }
    }
  }
}

/// Divides a map into tiles and computes them.
private func scoreTiles(of map: pk_mask_map, threads: Int, limit: InstructionSet) {
  let (queries, height, width) = unsafe (map.queries, map.height, map.width)
  // A strip's resized rows stay in the second-level cache; bands give every thread tiles to the end.
  let strip = max(16, min(128, 32_768 / queries / 16 * 16))
  let strips = (width + strip - 1) / strip
  let bands = min(height, max(1, (8 * threads + strips - 1) / strips))
  forEachInParallel(count: strips * bands, threads: threads) { tile in
    let left = tile % strips * strip
    let right = min(left + strip, width)
    let band = tile / strips
    let workspace = unsafe pk_mask_workspace(queries, map.columns, right - left)
    unsafe withUnsafeTemporaryAllocation(
      byteCount: workspace * MemoryLayout<Float>.stride, alignment: 64
    ) { workspace in
      unsafe withUnsafePointer(to: map) { map in
        unsafe pk_score_masks(
          limit.rawValue, map, left, right, band * height / bands, (band + 1) * height / bands,
          workspace.baseAddress?.assumingMemoryBound(to: Float.self))
      }
    }
  }
}

private func withAxis(_ axis: ResizeAxis, _ body: (pk_axis) -> Void) {
  unsafe axis.low.withUnsafeBufferPointer { low in
    unsafe axis.high.withUnsafeBufferPointer { high in
      unsafe axis.weight.withUnsafeBufferPointer { weight in
        unsafe body(
          pk_axis(low: low.baseAddress, high: high.baseAddress, weight: weight.baseAddress))
      }
    }
  }
}

/// Whether a span of `count` holds exactly these extents, without overflow.
package func holds(_ count: Int, _ extents: [Int]) -> Bool {
  var product = 1
  for extent in extents {
    let (next, overflow) = product.multipliedReportingOverflow(by: extent)
    if overflow || extent < 0 { return false }
    product = next
  }
  return product == count
}
