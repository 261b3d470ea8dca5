import PromptKernels
import Testing

struct LayerNormTests {
  @Test(arguments: [1, 5, 16, 24, 100], instructionSets)
  func layerNormAgreesWithDoublePrecision(_ width: Int, _ set: InstructionSet) {
    let weight = (0..<width).map { 1 + Float($0 % 3) / 4 }
    let bias = (0..<width).map { Float($0 % 5) / 8 }
    // A mean far from zero, where a one-pass variance would lose its digits.
    let input = (0..<4 * width).map { 100 + Float(($0 * 29) % 31) / 7 }
    let norm = LayerNorm(weight: weight, bias: bias, epsilon: 1e-5)
    var output = [Float](repeating: 0, count: input.count)
    norm.apply(to: input, rows: 4, into: &output, limit: set)
    for row in 0..<4 {
      let x = input[row * width..<(row + 1) * width].map(Double.init)
      let mean = x.reduce(0, +) / Double(width)
      let variance = x.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(width)
      for column in 0..<width {
        let expected =
          (x[column] - mean) / (variance + 1e-5).squareRoot() * Double(weight[column])
          + Double(bias[column])
        #expect(abs(Double(output[row * width + column]) - expected) <= 4e-5)
      }
    }
    var inPlace = input
    norm.apply(to: &inPlace, rows: 4, limit: set)
    #expect(inPlace == output)
  }
}
