import Foundation
import PromptBank
import PromptScoring
import TestSupport

/// The arithmetic written plainly in double precision: every mask at full size, every class score.
struct ReferenceScores {
  /// [columns][pixels]
  var scores: [[Double]]
  var function: BankScoring.Score

  /// u, [pixels].
  var anomaly: [Double] {
    scores[0].indices.map { pixel in function.anomaly(of: scores.map { $0[pixel] }) }
  }

  init(_ case: ScoringCase) {
    let c = `case`
    function = c.score
    let probabilities = (0..<c.queries).map { query in
      c.classProbabilities(query)
    }
    var masks = (0..<c.queries).map { query in
      let size = c.maskHeight * c.maskWidth
      let plane = c.logits[query * size..<(query + 1) * size].map(Double.init)
      return resizedPlainly(plane, c.maskHeight, c.maskWidth, c.height, c.width)
    }
    for pixel in 0..<c.height * c.width {
      let logits = masks.map { $0[pixel] }
      let largest = logits.max()!
      let shares =
        c.form == .softmax
        ? logits.map { exp($0 - largest) } : logits.map { 1 / (1 + exp(-$0)) }
      let total =
        switch c.form {
        case .sigmoid: 1.0
        case .softmax: shares.reduce(0, +)
        case .normalised: max(shares.reduce(0, +), 1e-6)
        }
      for query in masks.indices { masks[query][pixel] = shares[query] / total }
    }
    scores = (0..<c.idColumns).map { column in
      (0..<c.height * c.width).map { pixel in
        (0..<c.queries).reduce(0) { $0 + masks[$1][pixel] * probabilities[$1][column] }
      }
    }
  }
}

extension BankScoring.Score {
  /// u of the class scores of a pixel, as `grammar/bank.md` defines it.
  func anomaly(of scores: [Double]) -> Double {
    let largest = scores.max()!
    let sum = scores.reduce(0) { $0 + exp($1 - largest) }
    switch self {
    case .vl4ad: return -largest
    case .maximumProbability: return -1 / sum
    case .entropy:
      return scores.reduce(0) { total, score in
        let p = exp(score - largest) / sum
        return p > 0 ? total - p * log(p) : total
      }
    case .energy: return -(largest + log(sum))
    case .rba: return -scores.reduce(0) { $0 + tanh($1) }
    }
  }
}

/// Bilinear, half-pixel centres, corners not aligned.
func resizedPlainly(
  _ plane: [Double], _ sourceHeight: Int, _ sourceWidth: Int, _ height: Int, _ width: Int
) -> [Double] {
  func place(_ i: Int, _ source: Int, _ target: Int) -> (Int, Int, Double) {
    let x = max(0, (Double(i) + 0.5) * Double(source) / Double(target) - 0.5)
    let low = min(Int(x), source - 1)
    return (low, min(low + 1, source - 1), x - Double(low))
  }
  return (0..<height).flatMap { y in
    let (top, bottom, down) = place(y, sourceHeight, height)
    return (0..<width).map { x in
      let (left, right, across) = place(x, sourceWidth, width)
      func row(_ y: Int) -> Double {
        plane[y * sourceWidth + left] * (1 - across) + plane[y * sourceWidth + right] * across
      }
      return row(top) * (1 - down) + row(bottom) * down
    }
  }
}

/// Random outputs and a random bank of the given sizes.
struct ScoringCase: CustomStringConvertible {
  var queries = 7, dimension = 24
  var idColumns = 5, oodColumns = 2, rowsPerColumn = 3
  var maskHeight = 9, maskWidth = 11, height = 30, width = 37
  var form = MaskForm.sigmoid
  var temperature = 0.05
  var embeddings: [Float] = []
  var logits: [Float] = []
  var rows: [Float] = []
  var rowColumns: [Int32] = []
  /// The void column's embedding, and the second head's; empty for none.
  var void: [Float] = []
  var second: [Float] = []
  var fusion: HeadFusion?
  var score = BankScoring.Score.vl4ad
  var pruningBound: Float = 1e-6

  var description: String {
    "\(queries) queries, \(idColumns)+\(oodColumns) columns, \(maskHeight)x\(maskWidth) to "
      + "\(height)x\(width), \(form), \(score)"
  }

  var layout: ColumnLayout {
    ColumnLayout(dimension: dimension, idColumns: idColumns, oodColumns: oodColumns)
  }

  mutating func fill(seed: UInt64, logits scale: Float = 12) {
    var random = SeededGenerator(seed: seed)
    embeddings = (0..<queries * dimension).map { _ in Float.random(in: -3...3, using: &random) }
    logits = (0..<queries * maskHeight * maskWidth).map { _ in
      scale * Float.random(in: -1...1, using: &random)
    }
    rows = []
    rowColumns = []
    for column in 0..<idColumns + oodColumns {
      for _ in 0..<rowsPerColumn {
        let row = (0..<dimension).map { _ in Double.random(in: -1...1, using: &random) }
        let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        rows += row.map { Float($0 / length) }
        rowColumns.append(Int32(column))
      }
    }
  }

  func filled(seed: UInt64 = 1) -> ScoringCase {
    var copy = self
    copy.fill(seed: seed)
    return copy
  }

  /// c of the ID columns with the void column and both heads, in double precision.
  func classProbabilities(_ query: Int) -> [Double] {
    let range = query * dimension..<(query + 1) * dimension
    guard let fusion else {
      return Array(probabilities(of: embeddings[range], withVoid: true).prefix(idColumns))
    }
    let first = probabilities(of: embeddings[range], withVoid: false)
    let other = probabilities(
      of: second[range], withVoid: false, temperature: fusion.secondTemperature)
    let logarithms = first.indices.map { column in
      (1 - fusion.weights[column]) * log(first[column]) + fusion.weights[column]
        * log(other[column])
    }
    let sum = logarithms.reduce(0) { $0 + exp($1) }
    let voidShare = void.isEmpty ? 0 : probabilities(of: embeddings[range], withVoid: true).last!
    return logarithms.prefix(idColumns).map { exp($0) / sum * (1 - voidShare) }
  }

  /// c of all columns, in double precision; the void column, where there is one, last.
  func probabilities(
    of vector: ArraySlice<Float>, withVoid: Bool = false, temperature: Double? = nil
  ) -> [Double] {
    let temperature = temperature ?? self.temperature
    let values = vector.map(Double.init)
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    var largest = [Double](repeating: -2, count: idColumns + oodColumns)
    for (row, column) in rowColumns.enumerated() {
      let products = values.indices.map { values[$0] * Double(rows[row * dimension + $0]) }
      let cosine = length > 0 ? products.reduce(0, +) / length : 0
      largest[Int(column)] = max(largest[Int(column)], cosine)
    }
    if withVoid, !void.isEmpty {
      let products = values.indices.map { values[$0] * Double(void[$0]) }
      largest.append(length > 0 ? products.reduce(0, +) / length : 0)
    }
    let top = largest.max()!
    let powers = largest.map { exp(($0 - top) / temperature) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  func score(threads: Int = 2) throws -> AnomalyMap {
    try AnomalyMap(height: height, width: width) { (anomaly, column) throws(ScoringError) in
      try scoreMaskOutputs(
        embeddings: embeddings.span, embeddingsShape: [queries, dimension],
        secondEmbeddings: second.span, logits: logits.span,
        logitsShape: [queries, maskHeight, maskWidth], rows: rows.span, rowColumns: rowColumns.span,
        layout: layout,
        options: ScoringOptions(
          temperature: temperature, maskForm: form, height: height, width: width, void: void,
          fusion: fusion, score: score, pruningBound: pruningBound, threads: threads),
        anomaly: &anomaly, column: &column)
    }
  }
}
