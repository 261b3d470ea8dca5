internal import CPromptKernels

/// Layer normalisation (Ba, Kiros and Hinton, 2016): (x - mean) / √(variance + ε) · weight + bias,
/// over the entries of a row.
public struct LayerNorm: Sendable {
  /// [width].
  public let weight: [Float]
  /// [width].
  public let bias: [Float]
  /// Added to the variance.
  public let epsilon: Float

  /// - Precondition: `weight` and `bias` are of one length, not 0.
  public init(weight: [Float], bias: [Float], epsilon: Float) {
    precondition(!weight.isEmpty && weight.count == bias.count)
    self.weight = weight
    self.bias = bias
    self.epsilon = epsilon
  }

  /// Normalises the first rows of `input` [any, width] into the first rows of `output`.
  public func apply(
    to input: [Float], rows: Int, into output: inout [Float],
    limit: InstructionSet = .widest
  ) {
    precondition(rows >= 0 && min(input.count, output.count) / weight.count >= rows)
    unsafe input.withUnsafeBufferPointer { x in
      unsafe output.withUnsafeMutableBufferPointer { y in
        unsafe pk_layer_norm(
          limit.rawValue, x.baseAddress, weight, bias, epsilon, y.baseAddress, rows, weight.count)
      }
    }
  }

  /// Normalises the first rows of `matrix` [any, width] in place.
  public func apply(
    to matrix: inout [Float], rows: Int, limit: InstructionSet = .widest
  ) {
    precondition(rows >= 0 && matrix.count / weight.count >= rows)
    unsafe matrix.withUnsafeMutableBufferPointer { x in
      unsafe pk_layer_norm(
        limit.rawValue, x.baseAddress, weight, bias, epsilon, x.baseAddress, rows, weight.count)
    }
  }
}
