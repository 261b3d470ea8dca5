import Foundation
import PromptImages
import Testing

@Suite struct ColourMapTests {
  @Test func lightnessOnlyRises() {
    let lightness = ColourMap.colours.map { lab($0)[0] }
    #expect(ColourMap.colours.count == 256)
    for (a, b) in zip(lightness, lightness.dropFirst()) { #expect(a < b) }
    #expect(lightness[0] < 8 && lightness[255] > 94)
  }

  @Test func equalStepsAreEquallyVisible() {
    let values = ColourMap.colours.map(lab)
    // Over sixteen steps the rounding to bytes does not show.
    let steps = stride(from: 0, to: 240, by: 8).map { index in
      let difference = values[index + 16] - values[index]
      return (difference * difference).sum().squareRoot()
    }
    let mean = steps.reduce(0, +) / Double(steps.count)
    for step in steps { #expect(abs(step / mean - 1) < 0.15) }
  }

  @Test func sharesOutsideTheRangeAreItsEnds() {
    #expect(ColourMap.colour(at: -3) == ColourMap.colours[0])
    #expect(ColourMap.colour(at: 2) == ColourMap.colours[255])
    #expect(ColourMap.colour(at: .nan) == ColourMap.colours[0])
    #expect(ColourMap.colour(at: 0.5) == ColourMap.colours[128])
  }

  private func lab(_ colour: Colour) -> SIMD3<Double> {
    let linear = [colour.red, colour.green, colour.blue].map { byte in
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let rows: [[Double]] = [
      [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
      [0.0193339, 0.1191920, 0.9503041],
    ]
    let roots = zip(rows, [0.95047, 1, 1.08883]).map { row, white in
      let value = zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 } / white
      return value > 216.0 / 24389 ? cbrt(value) : 841.0 / 108 * value + 4.0 / 29
    }
    return [116 * roots[1] - 16, 500 * (roots[0] - roots[1]), 200 * (roots[1] - roots[2])]
  }
}
