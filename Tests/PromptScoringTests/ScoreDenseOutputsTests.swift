import PromptBank
import PromptScoring
import TestSupport
import Testing

@Suite struct ScoreDenseOutputsTests {
  @Test(arguments: [(6, 7), (24, 28), (13, 40), (3, 2), (1, 1)])
  func pixelsAreScoredThenResized(_ height: Int, _ width: Int) throws {
    let (sourceHeight, sourceWidth) = (6, 7)
    let each = ScoringCase(queries: sourceHeight * sourceWidth).filled()
    let map = try score(each, shape: [6, 7, each.dimension], height, width)
    let scores = (0..<each.queries).map {
      each.probabilities(of: each.embeddings[$0 * each.dimension..<($0 + 1) * each.dimension])
        .prefix(each.idColumns)
    }
    let expected = resizedPlainly(
      scores.map { -$0.max()! }, sourceHeight, sourceWidth, height, width)
    for (u, reference) in zip(map.anomaly, expected) {
      #expect(abs(Double(u) - reference) <= 1e-5)
    }
    for y in 0..<height {
      for x in 0..<width {
        let nearest =
          Int((Double(y) + 0.5) * Double(sourceHeight) / Double(height)) * sourceWidth
          + Int((Double(x) + 0.5) * Double(sourceWidth) / Double(width))
        let best = scores[nearest].firstIndex(of: scores[nearest].max()!)!
        #expect(Int(map.column[y * width + x]) == best)
      }
    }
  }

  @Test(arguments: BankScoring.Score.allCases, [false, true])
  func everyScoreIsTheReferences(_ function: BankScoring.Score, void: Bool) throws {
    var each = ScoringCase(queries: 42, idColumns: 30, score: function).filled(seed: 9)
    if void {
      var row = [Float](repeating: 0, count: each.dimension)
      (row[0], row[3]) = (0.6, -0.8)
      each.void = row
    }
    let map = try score(each, shape: [6, 7, each.dimension], 6, 7)
    for pixel in 0..<42 {
      let vector = each.embeddings[pixel * each.dimension..<(pixel + 1) * each.dimension]
      let scores = Array(each.probabilities(of: vector, withVoid: true).prefix(30))
      #expect(abs(Double(map.anomaly[pixel]) - function.anomaly(of: scores)) <= 1e-5)
      #expect(scores[Int(map.column[pixel])] >= scores.max()! - 1e-6)
    }
  }

  @Test func bandsOfRowsMeetWithoutASeam() throws {
    // Wide enough that several bands are needed.
    var each = ScoringCase(queries: 5 * 9_000, dimension: 4).filled()
    each.temperature = 0.2
    let map = try score(each, shape: [5, 9_000, 4], 5, 9_000)
    for pixel in stride(from: 0, to: each.queries, by: 997) {
      let reference = each.probabilities(of: each.embeddings[pixel * 4..<(pixel + 1) * 4])
        .prefix(each.idColumns).max()!
      #expect(abs(Double(map.anomaly[pixel]) + reference) <= 1e-5)
    }
  }

  private func score(
    _ each: ScoringCase, shape: [Int], _ height: Int, _ width: Int
  ) throws -> AnomalyMap {
    try AnomalyMap(height: height, width: width) { (anomaly, column) throws(ScoringError) in
      try scoreDenseOutputs(
        embeddings: each.embeddings.span, shape: shape, rows: each.rows.span,
        rowColumns: each.rowColumns.span, layout: each.layout,
        options: ScoringOptions(
          temperature: each.temperature, height: height, width: width, void: each.void,
          score: each.score),
        anomaly: &anomaly, column: &column)
    }
  }
}
