import CPeakRates
import PromptKernels

/// Vector multiply-adds a second, lanes of such a vector, and bytes read a second, of all processors together.
func peakRates() -> [Double] {
  let (rounds, threads) = (1 << 22, availableProcessors)
  let values = [Float](repeating: 1, count: 1 << 26)
  let part = values.count / threads
  func fastest(_ body: (Int) -> Void) -> Double {
    (0..<5).map { _ in seconds { forEachInParallel(count: threads, threads: threads, body) } }.min()!
  }
  let multiplying = fastest { _ in precondition(peak_multiply_add(rounds) > 0) }
  let reading = fastest { thread in
    values.withUnsafeBufferPointer {
      precondition(unsafe peak_read($0.baseAddress! + thread * part, part) > 0)
    }
  }
  return [
    Double(rounds * 20 * threads) / multiplying, Double(peak_lanes()),
    Double(values.count * MemoryLayout<Float>.stride) / reading,
  ]
}
