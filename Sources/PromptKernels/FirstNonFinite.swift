/// The index of the first value that is infinite or no number, or nil.
package func firstNonFinite(_ values: Span<Float>, threads: Int = availableProcessors) -> Int? {
  let block = 1 << 18
  let blocks = (values.count + block - 1) / block
  var finite = [Bool](repeating: true, count: blocks)
  unsafe values.withUnsafeBufferPointer { values in
    unsafe finite.withUnsafeMutableBufferPointer { finite in
      forEachInParallel(count: blocks, threads: threads) { index in
        let start = index * block
        let part = unsafe values[start..<min(start + block, values.count)]
        unsafe finite[index] = allFinite(UnsafeBufferPointer(rebasing: part).span)
      }
    }
  }
  guard let bad = finite.firstIndex(of: false) else { return nil }
  return (bad * block..<min((bad + 1) * block, values.count)).first { !values[$0].isFinite }
}
