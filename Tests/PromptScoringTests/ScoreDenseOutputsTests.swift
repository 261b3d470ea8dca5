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
        options: ScoringOptions(temperature: each.temperature, height: height, width: width),
        anomaly: &anomaly, column: &column)
    }
  }
}
