import Foundation
import TestSupport
import Testing

@testable import PromptEvaluation

@Suite struct CompareTests {
  private func maps(shift: Float) -> [TestMap] {
    var random = SeededGenerator(seed: 3)
    return (0..<5).map { _ in
      let labels = (0..<600).map { _ in
        UInt8.random(in: 0..<8, using: &random) == 0 ? 1 : 0 as UInt8
      }
      let scores = labels.map { Float.random(in: -1...1, using: &random) + shift * Float($0) }
      return TestMap(height: 20, width: 30, scores: scores, labels: labels)
    }
  }

  private func evaluation(shift: Float) throws -> Evaluation {
    try withFolder { try evaluate(write(maps(shift: shift), to: $0)) }
  }

  @Test func aBetterMapIsBetterInEveryDraw() throws {
    let comparison = compare(
      try evaluation(shift: 0.2), try evaluation(shift: 0.8), options: BootstrapOptions(),
      threads: 2)
    for metric in [Metric.averagePrecision, .areaUnderROC, .falsePositiveRateAt95] {
      let difference = try #require(comparison.differences[metric])
      #expect((difference.value > 0) == metric.higherIsBetter)
      #expect(difference.secondIsBetter == 1)
      let interval = try #require(difference.interval)
      #expect((interval.lower...interval.upper).contains(difference.value))
      #expect((interval.lower > 0) == metric.higherIsBetter)
    }
  }

  @Test func aMapDoesNotDifferFromItself() throws {
    let one = try evaluation(shift: 0.3)
    let comparison = compare(one, one, options: BootstrapOptions(), threads: 2)
    for difference in comparison.differences.values {
      #expect(difference.value == 0 && difference.secondIsBetter == 0.5)
      #expect(difference.interval?.lower == 0 && difference.interval?.upper == 0)
    }
  }

  @Test func theSeedDecidesAndTheThreadsDoNot() throws {
    let one = try evaluation(shift: 0.3)
    var options = BootstrapOptions()
    options.replicates = 50
    let first = intervals(of: one, options: options, threads: 1)
    #expect(first == intervals(of: one, options: options, threads: 4))
    options.seed = 2
    #expect(first != intervals(of: one, options: options, threads: 1))
  }

  @Test func anIntervalHoldsTheNumberAndOneImageHasNone() throws {
    let several = try evaluation(shift: 0.3)
    for (metric, interval) in intervals(of: several, options: BootstrapOptions(), threads: 2) {
      let value = try #require(several.value(metric))
      #expect(interval.lower <= value && value <= interval.upper)
    }
    let one = try withFolder { try evaluate(write([maps(shift: 0.3)[0]], to: $0)) }
    #expect(intervals(of: one, options: BootstrapOptions(), threads: 2).isEmpty)
  }

  @Test func picturesOfCurvesAreTheSameTextEveryTime() throws {
    let one = try evaluation(shift: 0.3)
    for kind in CurveKind.allCases {
      let picture = drawCurves(kind, [("a<b", one)])
      #expect(picture == drawCurves(kind, [("a<b", one)]))
      #expect(picture.contains("a&lt;b") && picture.hasSuffix("</svg>\n"))
    }
  }
}
