import Foundation
import PromptKernels
import TestSupport
import Testing

struct TreeAttentionTests {
  /// A tree of many shapes: most rows go on from the row before, some branch, some are roots.
  private func tree(_ generator: inout SeededGenerator) -> [Int32] {
    (0..<Int.random(in: 1...40, using: &generator)).map { row in
      row > 0 && Int.random(in: 0..<3, using: &generator) > 0
        ? Int32(row - 1) : Int32.random(in: -1..<Int32(max(row, 0)), using: &generator)
    }
  }

  /// One head of one row in double precision, the root first.
  private func reference(
    _ qkv: [Float], width: Int, head: Range<Int>, row: Int, parents: [Int32]
  ) -> [Double] {
    func part(_ row: Int, _ offset: Int) -> [Double] {
      head.map { Double(qkv[row * 3 * width + offset + $0]) }
    }
    var chain = [row]
    while let last = chain.last, parents[last] >= 0 { chain.append(Int(parents[last])) }
    let query = part(row, 0)
    let scores = chain.map { key in
      zip(query, part(key, width)).map { $0 * $1 }.reduce(0, +) / Double(head.count).squareRoot()
    }
    let largest = scores.max() ?? 0
    let weights = scores.map { exp($0 - largest) }
    let sum = weights.reduce(0, +)
    var mean = [Double](repeating: 0, count: head.count)
    for (weight, key) in zip(weights, chain) {
      for (index, value) in part(key, 2 * width).enumerated() {
        mean[index] += weight / sum * value
      }
    }
    return mean
  }

  @Test(arguments: [1, 20, 32, 64, 72], instructionSets)
  func treeAttentionAgreesWithDoublePrecision(_ head: Int, _ set: InstructionSet) {
    var generator = SeededGenerator(seed: UInt64(head))
    for heads in [1, 4, 6] {
      let width = head * heads
      let parents = tree(&generator)
      let qkv = (0..<parents.count * 3 * width).map { _ in
        Float.random(in: -1...1, using: &generator)
      }
      var output = [Float](repeating: 0, count: parents.count * width)
      var span = output.mutableSpan
      TreeAttention(parents: parents).apply(
        queries: qkv.span, queryStride: 3 * width, keys: qkv.span.extracting(width...),
        values: qkv.span.extracting((2 * width)...), stride: 3 * width, heads: heads,
        width: width, into: &span, limit: set)
      for row in parents.indices {
        for index in 0..<heads {
          let range = index * head..<(index + 1) * head
          let expected = reference(qkv, width: width, head: range, row: row, parents: parents)
          for (column, value) in zip(range, expected) {
            #expect(abs(Double(output[row * width + column]) - value) <= 2e-6)
          }
        }
      }
    }
  }

  @Test(arguments: instructionSets)
  func someRowsAloneGiveTheSameBytes(_ set: InstructionSet) {
    let (heads, width) = (5, 5 * 64)
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20 {
      let parents = tree(&generator)
      let attention = TreeAttention(parents: parents)
      let qkv = (0..<parents.count * 3 * width).map { _ in
        Float.random(in: -1...1, using: &generator)
      }
      func apply(_ queries: [Float], stride: Int, rows: [Int32]?, count: Int) -> [Float] {
        var output = [Float](repeating: 0, count: count * width)
        var span = output.mutableSpan
        attention.apply(
          queries: queries.span, queryStride: stride, rows: rows,
          keys: qkv.span.extracting(width...), values: qkv.span.extracting((2 * width)...),
          stride: 3 * width, heads: heads, width: width, into: &span, limit: set)
        return output
      }
      let whole = apply(qkv, stride: 3 * width, rows: nil, count: parents.count)
      let rows = parents.indices.filter { $0 % 3 != 1 }.shuffled(using: &generator)
      let queries = rows.flatMap { qkv[$0 * 3 * width..<$0 * 3 * width + width] }
      let some = apply(queries, stride: width, rows: rows.map(Int32.init), count: rows.count)
      for (place, row) in rows.enumerated() {
        #expect(
          some[place * width..<(place + 1) * width]
            .elementsEqual(whole[row * width..<(row + 1) * width]))
      }
    }
  }

  @Test func depthsCountTheRootAndTheRow() {
    #expect(TreeAttention(parents: [-1, 0, 1, 0, -1, 3]).depths == [1, 2, 3, 2, 1, 3])
  }
}
