import Foundation
import TestSupport
import Testing

@testable import PromptEvaluation

@Suite struct EvaluateTests {
  /// Scores with and without ties, of several shares of anomalous pixels.
  static let cases: [(images: Int, size: (Int, Int), anomalous: Double, levels: Float)] = [
    (1, (5, 7), 0.3, 1e6), (3, (8, 9), 0.1, 1e6), (2, (6, 11), 0.5, 5), (4, (7, 7), 0.9, 40),
    (1, (1, 40), 0.2, 2),
  ]

  @Test(arguments: cases.indices)
  func theMetricsAreThoseOfTheirDefinitions(_ index: Int) throws {
    let maps = Self.maps(index)
    try withFolder { folder in
      let evaluation = try evaluate(write(maps, to: folder))
      let all = ReferenceMetrics(
        scores: maps.flatMap(\.scores), labels: maps.flatMap(\.labels))
      expectEqual(evaluation.pooled, all)
      for (image, map) in zip(evaluation.images, maps) {
        expectEqual(image.metrics, ReferenceMetrics(scores: map.scores, labels: map.labels))
      }
    }
  }

  @Test(arguments: cases.indices)
  func passesAndThreadsChangeNothing(_ index: Int) throws {
    try withFolder { folder in
      let files = try write(Self.maps(index), to: folder)
      let expected = try evaluate(files)
      for (threads, scores) in [(1, 1), (3, 7), (2, 1 << 24)] {
        var options = EvaluationOptions()
        (options.threads, options.scoresOfPass) = (threads, scores)
        let evaluation = try evaluate(files, options: options)
        #expect(evaluation.pooled == expected.pooled)
        #expect(evaluation.curve == expected.curve)
      }
    }
  }

  @Test(arguments: cases.indices)
  func aRisingFunctionOfTheScoresChangesNothing(_ index: Int) throws {
    var maps = Self.maps(index)
    let before = try withFolder { try evaluate(write(maps, to: $0)) }
    for map in maps.indices { maps[map].scores = maps[map].scores.map { 64 * $0 - 1_024 } }
    let after = try withFolder { try evaluate(write(maps, to: $0)) }
    #expect(before.pooled.averagePrecision == after.pooled.averagePrecision)
    #expect(before.pooled.areaUnderROC == after.pooled.areaUnderROC)
    #expect(before.pooled.falsePositiveRateAt95 == after.pooled.falsePositiveRateAt95)
  }

  @Test(arguments: cases.indices)
  func oneImageOfAllPixelsIsTheSameAsSeveral(_ index: Int) throws {
    let maps = Self.maps(index)
    let several = try withFolder { try evaluate(write(maps, to: $0)) }
    let joined = TestMap(
      height: maps.count * maps[0].height, width: maps[0].width, scores: maps.flatMap(\.scores),
      labels: maps.flatMap(\.labels))
    let one = try withFolder { try evaluate(write([joined], to: $0)) }
    #expect(one.pooled == several.pooled)
    #expect(one.images[0].metrics == one.pooled)
  }

  @Test func withoutAnAnomalousPixelNothingIsDefined() throws {
    let map = TestMap(height: 2, width: 2, scores: [1, 2, 3, 4], labels: [0, 0, 255, 0])
    let metrics = try withFolder { try evaluate(write([map], to: $0)).pooled }
    #expect(metrics.averagePrecision == nil && metrics.areaUnderROC == nil)
    #expect(metrics.falsePositiveRateAt95 == nil && metrics.at95 == nil && metrics.bestF1 == nil)
    #expect(metrics.normal == 3)
  }

  @Test func withoutANormalPixelPrecisionIsOne() throws {
    let map = TestMap(height: 2, width: 2, scores: [1, 2, 3, 4], labels: [1, 1, 255, 1])
    let metrics = try withFolder { try evaluate(write([map], to: $0)).pooled }
    #expect(metrics.averagePrecision == 1 && metrics.areaUnderROC == nil)
    #expect(metrics.falsePositiveRateAt95 == nil && metrics.bestF1?.score == 1)
  }

  private static func maps(_ index: Int) -> [TestMap] {
    let (images, size, anomalous, levels) = cases[index]
    var random = SeededGenerator(seed: UInt64(index))
    return (0..<images).map { _ in
      var map = TestMap(height: size.0, width: size.1, scores: [], labels: [])
      for _ in 0..<size.0 * size.1 {
        let isAnomalous = Double.random(in: 0..<1, using: &random) < anomalous
        let score = Float.random(in: -1...1, using: &random) + (isAnomalous ? 0.4 : 0)
        // Steps of a power of two, so that rising functions of the tests are exact.
        map.scores.append((score * min(levels, 1_024)).rounded() / 1_024)
        let label: UInt8 = isAnomalous ? 1 : 0
        map.labels.append(UInt8.random(in: 0..<10, using: &random) == 0 ? 255 : label)
      }
      return map
    }
  }

  private func expectEqual(_ metrics: PixelMetrics, _ expected: ReferenceMetrics) {
    func expectClose(_ value: Double?, _ reference: Double) {
      #expect(abs((value ?? .nan) - reference) <= 1e-12)
    }
    expectClose(metrics.averagePrecision, expected.averagePrecision)
    expectClose(metrics.falsePositiveRateAt95, expected.falsePositiveRateAt95)
    expectClose(metrics.areaUnderROC, expected.areaUnderROC)
    #expect(metrics.at95?.score == expected.at95)
    #expect(metrics.bestF1?.score == expected.bestF1.score)
    expectClose(metrics.bestF1?.f1, expected.bestF1.f1)
  }
}
