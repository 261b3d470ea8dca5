import Foundation
import PromptKernels
import Testing

/// The instruction sets that this processor can run.
let instructionSets = InstructionSet.allCases.filter { $0 <= .widest }

struct ActivationTests {
  /// The formula in double precision.
  private func reference(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .gelu: x * erfc(-x / 2.0.squareRoot()) / 2
    case .quickGELU: x / (1 + exp(-1.702 * x))
    case .tanhGELU: x / (1 + exp(-2 * (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    }
  }

  @Test(arguments: Activation.allCases, instructionSets)
  func anActivationAgreesWithDoublePrecision(_ activation: Activation, _ set: InstructionSet) {
    let inputs = (-9000...9000).map { Float($0) / 1000 }
    var values = inputs
    activation.apply(
      to: &values, rows: 1, bias: [Float](repeating: 0, count: inputs.count), limit: set)
    for (x, y) in zip(inputs, values) {
      let expected = reference(activation, Double(x))
      // In the far tail, where values are below 2e-3, the rounding of the exponent counts for more.
      let tolerance = abs(expected) * 1e-6 + 2e-9
      #expect(abs(Double(y) - expected) <= tolerance, "\(activation) of \(x)")
    }
  }

  @Test(arguments: Activation.allCases, instructionSets)
  func aBiasIsAddedToEachRowFirst(_ activation: Activation, _ set: InstructionSet) {
    let columns = 19
    let bias = (0..<columns).map { Float($0) / 10 - 1 }
    var rows = (0..<3 * columns).map { Float($0 % 7) / 3 - 1 }
    let inputs = rows
    activation.apply(to: &rows, rows: 3, bias: bias, limit: set)
    for index in rows.indices {
      let expected = reference(activation, Double(inputs[index] + bias[index % columns]))
      #expect(abs(Double(rows[index]) - expected) <= 1e-6)
    }
  }

  @Test(arguments: instructionSets)
  func hugeInputsStayFinite(_ set: InstructionSet) {
    for activation in Activation.allCases {
      var values: [Float] = [-3e38, -1e4, -200, -90, 90, 200, 1e4, 1e18]
      activation.apply(to: &values, rows: 1, bias: [Float](repeating: 0, count: 8), limit: set)
      #expect(values[..<4].allSatisfy { abs($0) < 1e-30 }, "\(activation)")
      #expect(values[4...].elementsEqual([90, 200, 1e4, 1e18]), "\(activation)")
    }
  }

  @Test(arguments: instructionSets)
  func notANumberStaysOne(_ set: InstructionSet) {
    for activation in Activation.allCases {
      var values: [Float] = [.nan, 1]
      activation.apply(to: &values, rows: 1, bias: [0, 0], limit: set)
      #expect(values[0].isNaN && !values[1].isNaN)
    }
  }
}
