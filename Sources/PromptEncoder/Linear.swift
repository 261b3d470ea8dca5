internal import PromptKernels
internal import PromptMatrix

/// An affine map of rows: y = x Wᵀ + b.
struct Linear: Sendable {
  /// [outputs, inputs].
  let weight: [Float]
  /// [outputs].
  let bias: [Float]
  let inputs: Int
  var outputs: Int { bias.count }

  /// Sets the rows of `output` to the map of the rows of `input`.
  func apply(to input: [Float], rows: Int, into output: inout [Float]) {
    fill(&output, rows: rows, withRow: bias)
    product(of: input, rows: rows, into: &output, accumulating: true)
  }

  /// Adds the map of the rows of `input` to the rows of `output`.
  func add(of input: [Float], rows: Int, to output: inout [Float]) {
    PromptKernels.add(row: bias, to: &output, rows: rows)
    product(of: input, rows: rows, into: &output, accumulating: true)
  }

  /// The product alone: the bias is the caller's.
  func product(
    of input: [Float], rows: Int, into output: inout [Float],
    accumulating: Bool = false
  ) {
    multiply(
      input, transposed: weight, rows: rows, columns: outputs, depth: inputs, into: &output,
      accumulating: accumulating)
  }
}
