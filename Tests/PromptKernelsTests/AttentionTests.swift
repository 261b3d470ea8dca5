import Foundation
import PromptKernels
import TestSupport
import Testing

struct AttentionTests {
  /// One head of one row in double precision.
  private func reference(
    _ qkv: [Float], width: Int, head: Range<Int>, row: Int, attended: ClosedRange<Int>
  ) -> [Double] {
    func part(_ row: Int, _ offset: Int) -> [Double] {
      head.map { Double(qkv[row * 3 * width + offset + $0]) }
    }
    let query = part(row, 0)
    let scores = attended.map { key in
      zip(query, part(key, width)).map { $0 * $1 }.reduce(0, +) / Double(head.count).squareRoot()
    }
    let largest = scores.max() ?? 0
    let weights = scores.map { exp($0 - largest) }
    let sum = weights.reduce(0, +)
    var mean = [Double](repeating: 0, count: head.count)
    for (weight, key) in zip(weights, attended) {
      for (index, value) in part(key, 2 * width).enumerated() {
        mean[index] += weight / sum * value
      }
    }
    return mean
  }

  @Test(arguments: [4, 16, 20, 32, 64, 72], instructionSets)
  func attentionAgreesWithDoublePrecision(_ head: Int, _ set: InstructionSet) {
    let (heads, lengths) = (2, [1, 5, 19])
    let width = head * heads
    let rows = lengths.reduce(0, +)
    var generator = SeededGenerator(seed: UInt64(head))
    let qkv = (0..<rows * 3 * width).map { _ in Float.random(in: -1...1, using: &generator) }
    for causal in [false, true] {
      var attention = Attention()
      var ranges: [ClosedRange<Int>] = []
      var first = 0
      for length in lengths {
        attention.append(length: length, causal: causal)
        for row in first..<first + length {
          ranges.append(first...(causal ? row : first + length - 1))
        }
        first += length
      }
      // Some of the rows, out of order.
      let queries = (0..<rows).filter { $0 % 3 != 1 }.reversed().map(Int32.init)
      var output = [Float](repeating: 0, count: queries.count * width)
      attention.apply(
        to: qkv, heads: heads, width: width, queries: queries, into: &output, limit: set)
      for (place, query) in queries.enumerated() {
        for index in 0..<heads {
          let range = index * head..<(index + 1) * head
          let expected = reference(
            qkv, width: width, head: range, row: Int(query), attended: ranges[Int(query)])
          for (column, value) in zip(range, expected) {
            #expect(abs(Double(output[place * width + column]) - value) <= 2e-6)
          }
        }
      }
    }
  }
}
