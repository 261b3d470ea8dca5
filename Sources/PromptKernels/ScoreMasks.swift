internal import CPromptKernels
internal import Synchronization

/// How resized mask logits become the shares that pixels have in queries.
package enum MaskShares: Int32, Sendable, CaseIterable {
  /// 1 / (1 + exp(-x)).
  case sigmoid = 0
  /// Softmax over the queries.
  case softmax = 1
  /// Sigmoids divided by their sum over the queries, or by 1e-6 where the sum is smaller.
  case normalised = 2
}

/// How a map was computed.
package struct MaskWork: Sendable {
  /// Whether every logit that was read is finite. The map is worth nothing where not. Where the map is
  /// at least as high and as wide as the masks, every logit was read.
  package var isFinite: Bool
  /// The share of queries, over all tiles, that were computed pixel by pixel, 0 to 1.
  package var computed: Double
}

/// How far queries that are not computed pixel by pixel may move u.
package let defaultPruningBound: Float = 1e-6

/// u of each pixel, and the lowest column that has its largest class score.
///
/// Class score k of a pixel is the sum over queries of the query's share in the pixel times its
/// probability of k. The logits are resized bilinearly before they become shares. Works through tiles
/// of the map and never holds all masks or all scores. Tiles are cut by the sizes alone, so the result
/// does not depend on the threads.
///
/// Over a tile, a query whose share moves so little that its middle is off by less than the bound divided
/// by the queries adds its middle to all pixels at once: u moves by at most the bound.
///
/// - Parameters:
///   - logits: [queries, mask height, mask width].
///   - probabilities: [queries, columns], 0 to 1, a row's sum at most 1.
///   - bound: how far u may move so; 0 computes every query at every pixel.
///   - anomaly: [height, width], overwritten.
///   - column: [height, width], overwritten.
///   - limit: the widest instructions to use; for comparison of the kernels.
/// - Precondition: every extent is at least 1 and fits 32 bits, and the spans hold what they say.
@discardableResult
package func scoreMasks(
  logits: Span<Float>, queries: Int, maskHeight: Int, maskWidth: Int,
  probabilities: Span<Float>, columns: Int, shares: MaskShares, score: PixelScore = .largestScore,
  bound: Float = defaultPruningBound, height: Int, width: Int,
  anomaly: inout MutableSpan<Float>, column: inout MutableSpan<Int32>,
  threads: Int = availableProcessors, limit: InstructionSet = .widest
) -> MaskWork {
  precondition(queries > 0 && queries <= UInt32.max && columns > 0 && height > 0 && width > 0)
  precondition(holds(logits.count, [queries, maskHeight, maskWidth]))
  precondition(holds(probabilities.count, [queries, columns]))
  precondition(holds(anomaly.count, [height, width]) && holds(column.count, [height, width]))
  let horizontal = ResizeAxis(source: maskWidth, target: width, padding: 16)
  let vertical = ResizeAxis(source: maskHeight, target: height)
  let bound = bound / score.steepness(columns: columns)
  return unsafe anomaly.withUnsafeMutableBufferPointer { anomaly in
    unsafe column.withUnsafeMutableBufferPointer { column in
      unsafe logits.withUnsafeBufferPointer { logits in
        unsafe withAxis(horizontal) { horizontal in
          unsafe withAxis(vertical) { vertical in
            unsafe probabilities.withUnsafeBufferPointer { probabilities in
              let map = unsafe pk_mask_map(
                logits: logits.baseAddress, queries: queries, mask_height: maskHeight,
                mask_width: maskWidth, probabilities: probabilities.baseAddress, columns: columns,
                form: shares.rawValue, score: score.rawValue, bound: bound, height: height,
                width: width, horizontal: horizontal, vertical: vertical,
                anomaly: anomaly.baseAddress, column: column.baseAddress)
              return unsafe scoreTiles(of: map, threads: threads, limit: limit)
            }
          }
        }
      }
    }
  }
}

/// Divides a map into tiles and computes them.
private func scoreTiles(
  of map: pk_mask_map, threads: Int, limit: InstructionSet
) -> MaskWork {
  let (queries, height, width) = unsafe (map.queries, map.height, map.width)
  // The resized rows of a tile stay in the second-level cache. The smaller a tile, the more of what it reads
  // its neighbours read too, and the larger, the fewer queries are flat over it.
  let tileWidth = max(16, min(256, max(128, width / 8), 65_536 / queries) / 16 * 16)
  let tileHeight = min(64, max(32, height / 16))
  let (across, down) =
    ((width + tileWidth - 1) / tileWidth, (height + tileHeight - 1) / tileHeight)
  let workspace = unsafe pk_mask_workspace(queries, map.columns, min(tileWidth, width))
  let computed = Atomic(0)
  let bad = Atomic(0)
  forEachInParallel(
    count: across * down, threads: threads,
    // One more vector, so that a cache line begins in the first sixteen floats.
    state: { [Float](repeating: 0, count: workspace + 16) }
  ) { tile, workspace in
    let (left, top) = (tile % across * tileWidth, tile / across * tileHeight)
    var count = 0
    let status = unsafe withUnsafePointer(to: map) { map in
      unsafe workspace.withUnsafeMutableBytes { bytes in
        unsafe pk_score_masks(
          limit.rawValue, map, left, min(left + tileWidth, width), top,
          min(top + tileHeight, height),
          bytes.baseAddress?.alignedUp(toMultipleOf: 64).assumingMemoryBound(to: Float.self),
          &count)
      }
    }
    computed.add(count, ordering: .relaxed)
    if status != 0 { bad.store(1, ordering: .relaxed) }
  }
  return MaskWork(
    isFinite: bad.load(ordering: .relaxed) == 0,
    computed: Double(computed.load(ordering: .relaxed)) / Double(across * down) / Double(queries))
}

private func withAxis<Result>(_ axis: ResizeAxis, _ body: (pk_axis) -> Result) -> Result {
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
