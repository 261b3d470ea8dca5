import Foundation
import PromptKernels
import TestSupport
import Testing

struct PackedMatrixTests {
  static let forms = PackedMatrix.Form.allCases.filter(\.runs)

  /// A layer and some rows for it, with gaps between the rows.
  private struct Layer {
    let rows: Int
    let outputs: Int
    let inputs: Int
    let inputStride: Int
    let outputStride: Int
    let weights: [Float]
    let bias: [Float]
    let x: [Float]
    let y: [Float]

    init(rows: Int, outputs: Int, inputs: Int, seed: UInt64) {
      var generator = SeededGenerator(seed: seed)
      func floats(_ count: Int) -> [Float] {
        (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
      }
      (self.rows, self.outputs, self.inputs) = (rows, outputs, inputs)
      (inputStride, outputStride) = (inputs + 2, outputs + 1)
      weights = floats(outputs * inputs)
      bias = floats(outputs)
      x = floats(rows * inputStride)
      y = floats(rows * outputStride)
    }

    /// Rows `range` computed by themselves, each [outputs].
    func product(
      _ form: PackedMatrix.Form, rows range: Range<Int>? = nil, biased: Bool = true,
      accumulating: Bool = true
    ) -> [Float] {
      let matrix = PackedMatrix(weights.span, outputs: outputs, inputs: inputs, form: form)
      let range = range ?? 0..<rows
      var workspace = PackedMatrix.Workspace()
      var result = Array(y[(range.lowerBound * outputStride)..<(range.upperBound * outputStride)])
      let rows = x[(range.lowerBound * inputStride)..<(range.upperBound * inputStride)]
      var span = result.mutableSpan
      matrix.multiply(
        Array(rows).span, rows: range.count, inputStride: inputStride, into: &span,
        outputStride: outputStride, bias: biased ? bias : nil, accumulating: accumulating,
        workspace: &workspace)
      return result
    }
  }

  /// The nearest bfloat16, ties to even.
  private func rounded(_ value: Float) -> Double {
    let bits = value.bitPattern
    return Double(Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000))
  }

  @Test(
    arguments: forms,
    [(1, 1, 1), (13, 33, 5), (7, 64, 96), (25, 31, 17), (2, 5, 2100), (45, 70, 1037)])
  func aProductAgreesWithDoublePrecision(
    _ form: PackedMatrix.Form, _ sizes: (rows: Int, outputs: Int, inputs: Int)
  ) {
    let layer = Layer(rows: sizes.rows, outputs: sizes.outputs, inputs: sizes.inputs, seed: 11)
    let number = form.precision == .float32 ? { Double($0) } : rounded
    for (biased, accumulating) in [(false, false), (true, false), (false, true), (true, true)] {
      let result = layer.product(
        form, biased: biased, accumulating: accumulating)
      for row in 0..<layer.rows {
        for output in 0..<layer.outputs {
          let place = row * layer.outputStride + output
          var sum = (biased ? Double(layer.bias[output]) : 0)
          sum += accumulating ? Double(layer.y[place]) : 0
          var length = 1.0
          for input in 0..<layer.inputs {
            let term =
              number(layer.x[row * layer.inputStride + input])
              * number(layer.weights[output * layer.inputs + input])
            sum += term
            length += abs(term)
          }
          let error = abs(Double(result[place]) - sum)
          #expect(error <= 1e-6 * length, "row \(row), output \(output)")
        }
      }
    }
  }

  @Test(arguments: forms)
  func entriesBetweenRowsStay(_ form: PackedMatrix.Form) {
    let layer = Layer(rows: 14, outputs: 35, inputs: 9, seed: 3)
    let result = layer.product(form)
    for row in 0..<layer.rows {
      let gap = row * layer.outputStride + layer.outputs
      #expect(result[gap] == layer.y[gap])
    }
  }

  @Test(arguments: forms)
  func aRowDoesNotDependOnTheRowsAroundIt(_ form: PackedMatrix.Form) {
    // More rows than a block, and a depth of more than one block.
    let layer = Layer(rows: form.isPortable ? 15 : 500, outputs: 37, inputs: 1100, seed: 5)
    let whole = layer.product(form)
    for range in [0..<1, 5..<6, 2..<15, layer.rows - 4..<layer.rows] {
      let part = layer.product(form, rows: range)
      let start = range.lowerBound * layer.outputStride
      #expect(part.elementsEqual(whole[start..<start + part.count]), "rows \(range)")
    }
  }

  @Test(arguments: PackedMatrix.Precision.allCases)
  func allFormsOfAPrecisionGiveTheSameBits(_ precision: PackedMatrix.Precision) {
    let layer = Layer(rows: 19, outputs: 70, inputs: 1031, seed: 7)
    let forms = Self.forms.filter { $0.precision == precision && $0 != .amxBFloat16 }
    let expected = layer.product(forms[0]).map(\.bitPattern)
    for form in forms.dropFirst() {
      #expect(layer.product(form).map(\.bitPattern) == expected, "\(form)")
    }
  }

  @Test func bfloat16FormsAgreeOnAnyBitsFuzz() {
    let forms = Self.forms.filter { $0.precision == .bfloat16 && $0 != .amxBFloat16 }
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<fuzzIterations(200) {
      let inputs = Int.random(in: 1...9, using: &generator)
      // Any bits at all: subnormal numbers, infinities and not-a-numbers among them.
      func floats(_ count: Int) -> [Float] {
        (0..<count).map { _ in Float(bitPattern: UInt32.random(in: 0...(.max), using: &generator)) }
      }
      let (x, weights) = (floats(3 * inputs), floats(33 * inputs))
      let results = forms.map { form in
        let matrix = PackedMatrix(weights.span, outputs: 33, inputs: inputs, form: form)
        var workspace = PackedMatrix.Workspace()
        var y = [Float](repeating: 0, count: 3 * 33)
        var span = y.mutableSpan
        matrix.multiply(x.span, rows: 3, into: &span, workspace: &workspace)
        return y.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
      }
      for result in results { #expect(result == results[0]) }
    }
  }

  /// Intel's manual, TDPBF16PS: over 16 pairs the even and the odd terms are summed apart, then both are added.
  @Test func amxSumsAsItsDefinitionSays() {
    guard PackedMatrix.Form.amxBFloat16.runs else {
      return print("skipped: this processor has no AMX, so that its sums are not compared")
    }
    let layer = Layer(rows: 37, outputs: 65, inputs: 203, seed: 13)
    let result = layer.product(.amxBFloat16)
    for row in 0..<layer.rows {
      for output in 0..<layer.outputs {
        var sum = layer.bias[output] + layer.y[row * layer.outputStride + output]
        for start in stride(from: 0, to: layer.inputs, by: 32) {
          var (even, odd) = (Float(0), Float(0))
          for input in start..<min(start + 32, layer.inputs) {
            let x = Float(rounded(layer.x[row * layer.inputStride + input]))
            let weight = Float(rounded(layer.weights[output * layer.inputs + input]))
            if input % 2 == 0 { even.addProduct(x, weight) } else { odd.addProduct(x, weight) }
          }
          sum += even + odd
        }
        #expect(result[row * layer.outputStride + output].bitPattern == sum.bitPattern)
      }
    }
  }

  @Test func theFastestFormHasThePrecisionAskedFor() {
    for precision in PackedMatrix.Precision.allCases {
      #expect(PackedMatrix.Form.fastest(precision).precision == precision)
      #expect(PackedMatrix.Form.fastest(precision).runs)
    }
    #expect(PackedMatrix.Form.scalar.runs && PackedMatrix.Form.scalarBFloat16.runs)
  }
}

extension PackedMatrix.Form {
  fileprivate var isPortable: Bool { self == .scalar || self == .scalarBFloat16 }
}
