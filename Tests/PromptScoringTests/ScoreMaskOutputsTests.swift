import Foundation
import PromptScoring
import TestSupport
import Testing

@Suite struct ScoreMaskOutputsTests {
  static let cases: [ScoringCase] = {
    var cases = [
      ScoringCase(),
      ScoringCase(height: 9, width: 11),
      ScoringCase(height: 36, width: 44),
      ScoringCase(height: 4, width: 3),
      ScoringCase(height: 1, width: 1),
      ScoringCase(maskHeight: 1, maskWidth: 1, height: 5, width: 33),
      ScoringCase(maskHeight: 1, maskWidth: 40, height: 3, width: 129),
      ScoringCase(maskHeight: 33, maskWidth: 65, height: 66, width: 131),
      ScoringCase(maskHeight: 31, maskWidth: 50, height: 40, width: 50),
      ScoringCase(maskHeight: 60, maskWidth: 70, height: 17, width: 16),
      ScoringCase(queries: 1),
      ScoringCase(queries: 2, idColumns: 1),
      ScoringCase(idColumns: 1, oodColumns: 0, rowsPerColumn: 1),
      ScoringCase(oodColumns: 0),
      ScoringCase(queries: 65, dimension: 100, idColumns: 26, oodColumns: 9),
      ScoringCase(queries: 250, dimension: 3, idColumns: 19, height: 16, width: 48),
    ]
    cases = cases.flatMap { each in
      MaskForm.allCases.map { form in
        var copy = each
        copy.form = form
        return copy.filled()
      }
    }
    return cases
  }()

  @Test(arguments: cases) func aMapIsWithinAHundredThousandthOfDoublePrecision(
    _ each: ScoringCase
  ) throws {
    try expectClose(each.score(), each)
  }

  @Test(arguments: MaskForm.allCases, [Float(88), 30, 1e4, 1e36, .leastNormalMagnitude])
  func extremeLogitsStayExact(_ form: MaskForm, _ scale: Float) throws {
    // No resize, so that the logits reach the shares unrounded.
    var each = ScoringCase(maskHeight: 9, maskWidth: 20, height: 9, width: 20, form: form)
    each.fill(seed: 2, logits: scale)
    let extremes: [Float] = [0, -0.0, scale, -scale, scale.nextDown, .leastNonzeroMagnitude]
    for index in each.logits.indices where index % 3 == 0 {
      each.logits[index] = extremes[index / 3 % extremes.count]
    }
    try expectClose(each.score(), each)
  }

  @Test(arguments: MaskForm.allCases) func theLargestFloatsServeAsFillers(_ form: MaskForm) throws {
    var each = ScoringCase(form: form).filled()
    for index in each.logits.indices where index % 7 > 0 {
      each.logits[index] = -.greatestFiniteMagnitude
    }
    let map = try each.score()
    #expect(map.anomaly.allSatisfy { $0.isFinite })
    each.logits = each.logits.map { max($0, -1e30) }
    #expect(try each.score() == map)
  }

  @Test func extremeLogitsAreResizedToTheRoundingOfTheirSize() throws {
    var each = ScoringCase()
    each.fill(seed: 3, logits: 1e4)
    // Half a unit in the last place of 10^4, three roundings, times the sigmoid's steepest slope.
    try expectClose(each.score(), each, tolerance: 7 * 0.0005 * 3 / 4)
  }

  @Test func theMapDoesNotDependOnTheThreads() throws {
    let each = ScoringCase(maskHeight: 20, maskWidth: 30, height: 77, width: 300).filled()
    let one = try each.score(threads: 1)
    for threads in [2, 3, 8] { #expect(try each.score(threads: threads) == one) }
  }

  @Test func aTallerMapRepeatsWhatASmallerOneHolds() throws {
    // The same logits at the same scale: rows do not depend on the tiles around them.
    var each = ScoringCase(maskHeight: 8, maskWidth: 16, height: 32, width: 64).filled()
    let whole = try each.score()
    each.logits = (0..<each.queries).flatMap { query in
      let plane = each.logits[query * 128..<(query + 1) * 128]
      return plane.prefix(64)
    }
    each.maskHeight = 4
    each.height = 16
    let upper = try each.score()
    // The last two rows read below the cut.
    #expect(upper.anomaly.prefix(14 * 64) == whole.anomaly.prefix(14 * 64))
    #expect(upper.column.prefix(14 * 64) == whole.column.prefix(14 * 64))
  }

  @Test func mergingBeforeTheSoftmaxIsNotSummingAfterIt() throws {
    let cosines = [0.26, 0.255, 0.25, 0.18]
    let separate = try probabilities(cosines, columns: [0, 1, 2, 3], id: 4)
    #expect(abs(separate.max()! - 0.506) < 0.0005)
    #expect(abs(separate[0] + separate[1] + separate[2] - 0.99983) < 0.000_01)
    let merged = try probabilities(cosines, columns: [0, 0, 0, 1], id: 2)
    #expect(abs(merged[0] - 0.99966) < 0.000_01)
  }

  @Test func groupedAndSeparateOODDiffer() throws {
    let cosines = [0.26, 0.255, 0.25, 0.18, 0.262, 0.261]
    let grouped = try probabilities(cosines, columns: [0, 0, 0, 1, 2, 2], id: 2)
    #expect(abs(grouped[0] - 0.450) < 0.0005)
    let separate = try probabilities(cosines, columns: [0, 0, 0, 1, 2, 3], id: 2)
    #expect(abs(separate[0] - 0.301) < 0.0005)
  }

  @Test func aConceptGivenTwiceChangesNothing() throws {
    let each = ScoringCase().filled()
    var twice = each
    twice.rows.insert(contentsOf: each.rows.prefix(each.dimension), at: 0)
    twice.rowColumns.insert(0, at: 0)
    #expect(try twice.score() == each.score())
  }

  @Test func anOODColumnCanOnlyRaiseTheAnomaly() throws {
    let each = ScoringCase().filled()
    var fewer = each
    fewer.oodColumns = 1
    fewer.rowColumns.removeLast(each.rowsPerColumn)
    fewer.rows.removeLast(each.rowsPerColumn * each.dimension)
    for (more, less) in zip(try each.score().anomaly, try fewer.score().anomaly) {
      #expect(more >= less - 1e-6)
    }
  }

  @Test func theOrderOfClassesDoesNotMatter() throws {
    let each = ScoringCase().filled()
    var reversed = each
    let ids = each.idColumns * each.rowsPerColumn
    for row in 0..<ids {
      let from = (ids - 1 - row) * each.dimension
      reversed.rows.replaceSubrange(
        row * each.dimension..<(row + 1) * each.dimension,
        with: each.rows[from..<from + each.dimension])
    }
    let (map, other) = (try each.score(), try reversed.score())
    for (a, b) in zip(map.anomaly, other.anomaly) { #expect(abs(a - b) <= 1e-6) }
    for (a, b) in zip(map.column, other.column) { #expect(Int(a + b) == each.idColumns - 1) }
  }

  @Test func theLowestColumnWinsATie() throws {
    var each = ScoringCase(queries: 3, idColumns: 30, oodColumns: 0, rowsPerColumn: 1).filled()
    each.embeddings = each.embeddings.map { _ in 0 }
    #expect(try each.score().column.allSatisfy { $0 == 0 })
    for row in 0..<30 {
      each.rows.replaceSubrange(
        row * each.dimension..<(row + 1) * each.dimension,
        with: (0..<each.dimension).map { $0 == min(row, 27) ? 1 : 0 })
    }
    each.dimension = 28
    each.rows = (0..<30).flatMap { row in (0..<28).map { $0 == min(row, 27) ? 1 : 0 } }
    each.embeddings = (0..<3).flatMap { _ in (0..<28).map { $0 == 27 ? 1 : 0 } }
    #expect(try each.score().column.allSatisfy { $0 == 27 })
  }

  @Test func aZeroEmbeddingIsEquallyNearToEverything() throws {
    var each = ScoringCase(queries: 1).filled()
    each.embeddings = each.embeddings.map { _ in 0 }
    each.logits = each.logits.map { _ in 100 }
    for u in try each.score().anomaly { #expect(abs(u + 1.0 / 7) < 1e-6) }
  }

  @Test func theLengthOfAnEmbeddingDoesNotMatter() throws {
    let each = ScoringCase().filled()
    for factor: Float in [1e-38, 1e-20, 1e30] {
      var scaled = each
      scaled.embeddings = each.embeddings.map { $0 * factor }
      let tolerance: Float = factor == 1e-38 ? 1e-4 : 1e-5
      for (a, b) in zip(try scaled.score().anomaly, try each.score().anomaly) {
        #expect(abs(a - b) <= tolerance)
      }
    }
  }

  @Test func aTinyTemperaturePicksTheNearest() throws {
    var each = ScoringCase(queries: 1, oodColumns: 0).filled()
    each.temperature = 1e-300
    each.logits = each.logits.map { _ in 100 }
    for u in try each.score().anomaly { #expect(u == -1) }
  }

  /// The ID probabilities of a query with the given cosines to its rows.
  private func probabilities(_ cosines: [Double], columns: [Int32], id: Int) throws -> [Double] {
    var each = ScoringCase(
      queries: 1, dimension: cosines.count + 1, idColumns: id,
      oodColumns: Int(columns.max()!) + 1 - id, maskHeight: 1, maskWidth: 1, height: 1, width: 1,
      temperature: 0.01)
    each.embeddings = (0..<each.dimension).map { $0 == 0 ? 1 : 0 }
    each.logits = [1e4]
    each.rows = cosines.enumerated().flatMap { index, cosine in
      (0..<each.dimension).map {
        Float($0 == 0 ? cosine : $0 == index + 1 ? (1 - cosine * cosine).squareRoot() : 0)
      }
    }
    each.rowColumns = columns
    let reference = each.probabilities(of: each.embeddings[...])
    let map = try each.score()
    #expect(abs(Double(map.anomaly[0]) + reference.prefix(id).max()!) <= 1e-5)
    return Array(reference.prefix(id))
  }

  private func expectClose(
    _ map: AnomalyMap, _ each: ScoringCase, tolerance: Double = 1e-5,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let reference = ReferenceScores(each)
    let anomaly = reference.anomaly
    try #require(map.anomaly.count == anomaly.count && map.column.count == anomaly.count)
    var worst = 0.0
    var wrongColumns = 0
    for (pixel, u) in anomaly.enumerated() {
      let allowed = tolerance * max(1, abs(u))
      worst = max(worst, abs(Double(map.anomaly[pixel]) - u) / max(1, abs(u)))
      let chosen = reference.scores[Int(map.column[pixel])][pixel]
      if chosen < -u - 2 * allowed { wrongColumns += 1 }
    }
    #expect(worst <= tolerance, sourceLocation: sourceLocation)
    #expect(wrongColumns == 0, sourceLocation: sourceLocation)
  }
}
