import PromptImages
import Testing

@Suite struct DecimalsTests {
  @Test(arguments: [
    (0.0, 2, "0.00"), (-0.0001, 2, "0.00"), (-0.5, 2, "-0.50"), (0.996, 2, "1.00"),
    (9.9996, 3, "10.000"),
    (12.0, 0, "12"), (1e6 / 3, 3, "333333.333"), (-1e15, 1, "-1000000000000000.0"),
    (0.000000001, 9, "0.000000001"),
    (1e300, 2, "1e+300"), (.nan, 2, "none"), (-.infinity, 2, "none"),
  ])
  func asManyDigitsAsAsked(value: Double, digits: Int, text: String) {
    #expect(decimals(value, digits: digits) == text)
  }

  @Test func aSignWhereItIsAsked() {
    #expect(decimals(0.25, digits: 1, signed: true) == "+0.3")
    #expect(decimals(-0.25, digits: 1, signed: true) == "-0.3")
    #expect(decimals(-0.001, digits: 1, signed: true) == "+0.0")
  }
}
