import PromptBank
import PromptScoring
import TestSupport
import Testing

/// Every score function over masks, against the formulas in double precision.
@Suite struct PixelScoreTests {
  @Test(arguments: BankScoring.Score.allCases, MaskForm.allCases)
  func everyScoreIsTheReferences(_ score: BankScoring.Score, _ form: MaskForm) throws {
    for (seed, sizes) in [(19, 30, 37), (1, 9, 11), (40, 13, 17), (300, 4, 22)].enumerated() {
      let each = ScoringCase(
        queries: 30, idColumns: sizes.0, rowsPerColumn: 1, height: sizes.1, width: sizes.2,
        form: form, score: score
      ).filled(seed: UInt64(seed + 1))
      let map = try each.score()
      let reference = ReferenceScores(each)
      var wrong = 0
      for (pixel, u) in reference.anomaly.enumerated() {
        let scores = reference.scores.map { $0[pixel] }
        let behind = scores.max()! - scores[Int(map.column[pixel])]
        if !(abs(Double(map.anomaly[pixel]) - u) <= 1e-5 * max(1, abs(u))) || behind > 2e-5 {
          wrong += 1
        }
      }
      #expect(wrong == 0)
    }
  }

  @Test(arguments: BankScoring.Score.allCases, [false, true])
  func voidAndTwoHeadsGoBeforeEveryScore(_ score: BankScoring.Score, heads: Bool) throws {
    var each = ScoringCase(score: score).filled(seed: 3)
    each.void = [Float](repeating: 0, count: each.dimension)
    each.void[1] = 1
    if heads {
      each.second = each.embeddings.reversed()
      each.fusion = HeadFusion(weights: [0.4, 0.8, 0, 1, 0.4, 0.8, 0.8], secondTemperature: 0.1)
    }
    let map = try each.score()
    for (u, reference) in zip(map.anomaly, ReferenceScores(each).anomaly) {
      #expect(abs(Double(u) - reference) <= 1e-5 * max(1, abs(reference)))
    }
  }

  /// Where every mask says no, all class scores are 0: all scores have a defined value.
  @Test(arguments: BankScoring.Score.allCases)
  func nothingAtAllHasAScore(_ score: BankScoring.Score) throws {
    var each = ScoringCase(score: score).filled()
    each.logits = each.logits.map { _ in -.greatestFiniteMagnitude }
    let expected = score.anomaly(of: [Double](repeating: 0, count: each.idColumns))
    for u in try each.score().anomaly { #expect(abs(Double(u) - expected) <= 2e-6) }
  }
}
