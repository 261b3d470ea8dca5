import Testing

@testable import PromptEvaluation

/// Components against counts made by hand; `Tests/Parity/evaluation.py` compares larger ones.
@Suite struct CompareComponentsTests {
  /// A picture of `#` labelled, `o` predicted, `@` both, `x` ignored and predicted.
  private func tally(_ rows: [String], track: ComponentTrack = .obstacle) -> ComponentTally {
    let cells = rows.flatMap { Array($0) }
    let labels = LabelMap(
      height: rows.count, width: rows[0].count,
      values: cells.map { $0 == "#" || $0 == "@" ? 1 : $0 == "x" ? 255 : 0 })
    let scores: [Float] = cells.map { $0 == "." || $0 == "#" ? 0 : 1 }
    return compareComponents(scores: scores.span, labels: labels, threshold: 1, track: track)
  }

  private static let wide = String(repeating: "@", count: 60)

  @Test func aPerfectPredictionIsPerfect() {
    let tally = tally([Self.wide])
    #expect(tally.labelled == 1 && tally.predicted == 1)
    #expect(tally.sIoU == 1 && tally.ppv == 1 && tally.f1 == 1)
  }

  @Test func oneOfTwoThatAPredictionJoinsDoesNotCountAgainstTheOther() {
    // Two labelled pieces of 30, joined by 4 pixels of the prediction.
    let piece = String(repeating: "@", count: 30)
    let tally = tally([piece + "oooo" + piece])
    #expect(tally.labelled == 2 && tally.predicted == 1)
    #expect(tally.sIoU == 30.0 / 34 && tally.ppv == 60.0 / 64)
  }

  @Test func smallComponentsAreLeftOut() {
    // 9 labelled pixels are ignored with the prediction on them; 41 of its 50 pixels count.
    let tally = tally([
      String(repeating: "@", count: 9) + String(repeating: "o", count: 41) + "."
        + String(repeating: "o", count: 49)
    ])
    #expect(tally.labelled == 0 && tally.predicted == 1 && tally.ppv == 0)
    #expect(tally.sIoU == nil && tally.f1 == 0)
  }

  @Test func ignoredPixelsPartPredictions() {
    let tally = tally([
      String(repeating: "@", count: 50) + "xxx" + String(repeating: "o", count: 50)
    ])
    #expect(tally.predicted == 2 && tally.ppv == 0.5 && tally.sIoU == 1)
  }

  @Test func nothingAtAllHasNoNumber() {
    let tally = tally(["....", "xxxx"])
    #expect(tally.f1 == nil && tally.sIoU == nil && tally.ppv == nil)
  }

  @Test func cornersTouch() {
    let mask = ["#..#", ".##.", "#..#", "...."].flatMap { $0.map { $0 == "#" } }
    let components = ConnectedComponents(width: 4, mask: mask)
    #expect(components.sizes == [0, 6])
  }

  @Test func armsThatMeetBelowAreOne() {
    let rows = ["#.#.#.#", "#.#.#.#", "#.#.###", "####...", "......#"]
    let components = ConnectedComponents(width: 7, mask: rows.flatMap { $0.map { $0 == "#" } })
    #expect(components.sizes == [0, 17, 1])
    #expect(components.numbers[0] == 1 && components.numbers[6] == 1)
  }
}
