internal import CPromptKernels

/// Layer normalisation (Ba, Kiros and Hinton, 2016): (x - mean) / √(variance + ε) · weight + bias,
/// over the entries of a row.
public struct LayerNorm: Sendable {
  public let weight: [Float]
  public let bias: [Float]
  public let epsilon: Float

  public init(weight: [Float], bias: [Float], epsilon: Float) {
    precondition(!weight.isEmpty && weight.count == bias.count)
    self.weight = weight
    self.bias = bias
    self.epsilon = epsilon
  }

  /// Normalises the rows of `input` [any, width] into the front of `output`.
  public func apply(
    to input: Span<Float>, into output: inout MutableSpan<Float>, limit: InstructionSet = .widest
  ) {
    precondition(input.count.isMultiple(of: weight.count) && output.count >= input.count)
    unsafe input.withUnsafeBufferPointer { x in
      unsafe output.withUnsafeMutableBufferPointer { y in
        unsafe pk_layer_norm(
          limit.rawValue, x.baseAddress, weight, bias, epsilon, y.baseAddress,
          x.count / weight.count, weight.count)
      }
    }
  }

  /// Normalises the rows of `rows` [any, width] in place.
  public func apply(to rows: inout MutableSpan<Float>, limit: InstructionSet = .widest) {
    precondition(rows.count.isMultiple(of: weight.count))
    unsafe rows.withUnsafeMutableBufferPointer { x in
      unsafe pk_layer_norm(
        limit.rawValue, x.baseAddress, weight, bias, epsilon, x.baseAddress,
        x.count / weight.count, weight.count)
    }
  }
}
