import PromptScoring
import Testing

@Suite struct ScoringErrorTests {
  @Test func shapesThatDisagreeAreNamed() {
    expect("tensor `mask_embeddings`: has the shape [7]; 2 extents are needed") {
      try $0.score(embeddingsShape: [7])
    }
    expect("tensor `mask_embeddings`: has embeddings of 12 numbers; those of the bank have 24") {
      try $0.score(embeddingsShape: [14, 12])
    }
    expect("tensor `mask_logits`: has 9 masks for 7 rows of `mask_embeddings`") {
      try $0.score(logitsShape: [9, 7, 11])
    }
    expect("tensor `mask_logits`: has 693 values, but its shape is [7, 9, 12]") {
      try $0.score(logitsShape: [7, 9, 12])
    }
    expect("tensor `mask_logits`: is empty: shape [7, 0, 11]") {
      try $0.score(logitsShape: [7, 0, 11])
    }
    expect("tensor `mask_embeddings`: is empty: shape [0, 24]") {
      try $0.score(embeddingsShape: [0, 24])
    }
    expect("tensor `mask_logits`: is too large: shape [\(Int.max), \(Int.max), 4]") {
      try $0.score(logitsShape: [.max, .max, 4])
    }
    expect("tensor `mask_logits`: is empty: shape [-7, -9, 11]") {
      try $0.score(logitsShape: [-7, -9, 11])
    }
  }

  @Test func valuesThatAreNotFiniteAreNamed() {
    var each = ScoringCase().filled()
    each.logits[123] = .nan
    expect("tensor `mask_logits`, element 123: is nan, not a finite number", each)
    each.logits[123] = -.infinity
    expect("tensor `mask_logits`, element 123: is -inf, not a finite number", each)
    each.embeddings[5] = .infinity
    expect("tensor `mask_embeddings`, element 5: is inf, not a finite number", each)
  }

  @Test(arguments: [(0, 4), (4, 0), (-1, -1), (.max, .max), (1 << 15, 1 << 14)])
  func aMapHasASensibleSize(_ height: Int, _ width: Int) {
    var each = ScoringCase().filled()
    (each.height, each.width) = (height, width)
    expect("the size \(height)x\(width) is not between 1 and 268435456 pixels", each)
  }

  @Test func aBankWithoutColumnsIsRefused() {
    var each = ScoringCase().filled()
    each.idColumns = 0
    expect("the bank has no ID column", each)
    each = ScoringCase().filled()
    each.rowColumns[3] = 7
    expect("concept 3 of the bank has no column", each)
    each.rowColumns[3] = -1
    expect("concept 3 of the bank has no column", each)
    each = ScoringCase(rowsPerColumn: 1).filled()
    each.rowColumns[3] = 2
    expect("column 3 of the bank has no concept", each)
    each.rows.removeLast()
    expect("the bank's sizes disagree", each)
  }

  @Test func theTemperatureOfTheSetComesBeforeTheModelsAndTheEncoders() throws {
    #expect(try chooseTemperature(set: 0.1, model: 0.2, encoder: 0.3) == 0.1)
    #expect(try chooseTemperature(set: nil, model: 0.2, encoder: 0.3) == 0.2)
    #expect(try chooseTemperature(set: nil, model: nil, encoder: 0.3) == 0.3)
  }

  @Test func withoutATemperatureTheLineToAddIsNamed() {
    let error = #expect(throws: ScoringError.self) {
      try chooseTemperature(set: nil, model: nil, encoder: nil)
    }
    #expect(error?.description.contains("`scoring { temperature 0.01 }`") == true)
  }

  @Test(arguments: [0, -1, .infinity, .nan]) func aTemperatureIsAboveZero(_ value: Double) {
    #expect(throws: ScoringError.self) {
      try chooseTemperature(set: nil, model: value, encoder: 1)
    }
    var each = ScoringCase().filled()
    each.temperature = value
    #expect(throws: ScoringError.self) { try each.score() }
  }

  private func expect(
    _ message: String, _ each: ScoringCase = ScoringCase().filled(),
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (ScoringCase) throws -> AnomalyMap = { try $0.score() }
  ) {
    let error = #expect(throws: ScoringError.self, sourceLocation: sourceLocation) {
      try body(each)
    }
    #expect(error?.description == message, sourceLocation: sourceLocation)
  }
}

extension ScoringCase {
  fileprivate func score(
    embeddingsShape: [Int]? = nil, logitsShape: [Int]? = nil
  ) throws -> AnomalyMap {
    try AnomalyMap(height: height, width: width) { (anomaly, column) throws(ScoringError) in
      try scoreMaskOutputs(
        embeddings: embeddings.span, embeddingsShape: embeddingsShape ?? [queries, dimension],
        logits: logits.span, logitsShape: logitsShape ?? [queries, maskHeight, maskWidth],
        rows: rows.span, rowColumns: rowColumns.span, layout: layout,
        options: ScoringOptions(temperature: temperature, height: height, width: width),
        anomaly: &anomaly, column: &column)
    }
  }
}
