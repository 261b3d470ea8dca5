import Foundation
import PromptKernels
import TestSupport
import Testing

@Suite struct ColumnProbabilitiesTests {
  @Test(arguments: InstructionSet.allCases, [1, 16, 33, 300])
  func aColumnCountsByItsNearestRow(_ limit: InstructionSet, _ count: Int) {
    let (dimension, columns, kept, temperature) = (67, 29, 21, 0.02)
    var random = SeededGenerator(seed: UInt64(count))
    let vectors = (0..<count * dimension).map { _ in Float.random(in: -2...2, using: &random) }
    let rowColumns = (0..<columns).flatMap { [Int32](repeating: Int32($0), count: 1 + $0 % 4) }
    var rows: [Float] = []
    for _ in rowColumns {
      let row = (0..<dimension).map { _ in Double.random(in: -1...1, using: &random) }
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      rows += row.map { Float($0 / length) }
    }
    let result = columnProbabilities(
      of: vectors.span, dimension: dimension, rows: rows.span, rowColumns: rowColumns.span,
      columns: columns, kept: kept, temperature: temperature, threads: 3, limit: limit)
    var worst = 0.0
    for vector in 0..<count {
      let v = vectors[vector * dimension..<(vector + 1) * dimension].map(Double.init)
      let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      var largest = [Double](repeating: -2, count: columns)
      for (row, column) in rowColumns.enumerated() {
        let cosine =
          v.indices.reduce(0) { $0 + v[$1] * Double(rows[row * dimension + $1]) } / length
        largest[Int(column)] = max(largest[Int(column)], cosine)
      }
      let powers = largest.map { exp(($0 - largest.max()!) / temperature) }
      for column in 0..<kept {
        let expected = powers[column] / powers.reduce(0, +)
        worst = max(worst, abs(Double(result[vector * kept + column]) - expected))
      }
    }
    #expect(worst <= 5e-6)
  }

  /// Products with subnormal numbers are slow on some processors.
  @Test(arguments: InstructionSet.allCases)
  func aProbabilityBelowWhatCountsIsZero(_ limit: InstructionSet) {
    // Cosines 1, 0.31 and -1 with the columns: 1, e^-69 and e^-200 at this temperature.
    let rows: [Float] = [1, 0, 0.31, 0.950736, -1, 0]
    let result = columnProbabilities(
      of: ([2, 0] as [Float]).span, dimension: 2, rows: rows.span,
      rowColumns: ([0, 1, 2] as [Int32]).span, columns: 3, kept: 3, temperature: 0.01, limit: limit)
    #expect(result[0] == 1)
    #expect(abs(result[1] / Float(exp(-69.0)) - 1) < 1e-3)
    #expect(result[2] == 0)
  }
}
