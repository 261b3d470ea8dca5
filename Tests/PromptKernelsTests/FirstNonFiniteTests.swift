import PromptKernels
import Testing

@Suite struct FirstNonFiniteTests {
  @Test(arguments: [Float.nan, .infinity, -.infinity], [0, 17, 262_143, 262_144, 600_000])
  func theFirstOfSeveralIsFound(_ value: Float, _ index: Int) {
    var values = [Float](repeating: .greatestFiniteMagnitude, count: 600_001)
    #expect(firstNonFinite(values.span, threads: 2) == nil)
    values[600_000] = value
    values[index] = value
    #expect(firstNonFinite(values.span, threads: 2) == index)
  }

  @Test func nothingIsFinite() { #expect(firstNonFinite([Float]().span) == nil) }
}
