import Testing

@testable import PromptCompiler

@Suite struct AverageTemplatesTests {
  @Test func promptsAreNormalisedBeforeAndAfterTheMean() {
    // Rows 0 and 1 make the first concept; row 1 serves the second, too.
    let means = averageTemplates(
      [3, 4, 0, 5], rows: [0, 1, 1], counts: [2, 1], dimension: 2)
    let length = (0.6 * 0.6 + 1.8 * 1.8 as Double).squareRoot()
    #expect(abs(Double(means[0]) - 0.6 / length) < 1e-7)
    #expect(abs(Double(means[1]) - 1.8 / length) < 1e-7)
    #expect(means[2...] == [0, 1])
  }

  @Test func aPromptWithoutDirectionGivesNoNumber() {
    let means = averageTemplates([0, 0], rows: [0], counts: [1], dimension: 2)
    #expect(means.allSatisfy { $0.isNaN })
  }
}
