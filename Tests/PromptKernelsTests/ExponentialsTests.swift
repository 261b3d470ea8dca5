import Foundation
import PromptKernels
import Testing

struct ExponentialsTests {
  @Test(arguments: instructionSets)
  func exponentialsAgreeWithDoublePrecision(_ set: InstructionSet) {
    let inputs = (-8700...8830).map { Float($0) / 100 + 0.00123 }
    var values = inputs
    var span = values.mutableSpan
    replaceByExponentials(&span, limit: set)
    for (x, y) in zip(inputs, values) {
      let expected = exp(Double(x))
      #expect(abs(Double(y) - expected) <= expected * 3e-7, "exp(\(x))")
    }
  }

  @Test(arguments: instructionSets)
  func exponentialsBeyondTheRangeAreZeroOrInfinite(_ set: InstructionSet) {
    var values: [Float] = [-.infinity, -3e38, -88, 89, 3e38, .infinity, .nan, 0]
    var span = values.mutableSpan
    replaceByExponentials(&span, limit: set)
    #expect(values[..<6].elementsEqual([0, 0, 0, .infinity, .infinity, .infinity]))
    #expect(values[6].isNaN)
    #expect(values[7] == 1)
  }

  @Test(arguments: instructionSets)
  func sigmoidsAgreeWithDoublePrecision(_ set: InstructionSet) {
    let inputs = (-3000...3000).map { Float($0) / 100 }
    var values = inputs
    var span = values.mutableSpan
    replaceBySigmoids(&span, limit: set)
    for (x, y) in zip(inputs, values) {
      let expected = 1 / (1 + exp(-Double(x)))
      #expect(abs(Double(y) - expected) <= expected * 4e-7, "sigmoid(\(x))")
    }
  }

  @Test(arguments: [1, 2, 15, 16, 17, 40], instructionSets)
  func softmaxAgreesWithDoublePrecision(_ columns: Int, _ set: InstructionSet) {
    let inputs = (0..<3 * columns).map { Float(($0 * 37) % 101) / 5 - 300 }
    var values = inputs
    var span = values.mutableSpan
    replaceBySoftmax(&span, columns: columns, limit: set)
    for row in 0..<3 {
      let range = row * columns..<(row + 1) * columns
      let largest = Double(inputs[range].max() ?? 0)
      let exponentials = inputs[range].map { exp(Double($0) - largest) }
      let sum = exponentials.reduce(0, +)
      for (value, exponential) in zip(values[range], exponentials) {
        #expect(abs(Double(value) - exponential / sum) <= 1e-6 * exponential / sum)
      }
    }
  }
}
