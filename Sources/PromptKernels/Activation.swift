internal import CPromptKernels

/// The non-linear function between the two linear maps of a transformer block.
public enum Activation: String, Sendable, CaseIterable {
  /// x Φ(x), with the normal distribution's Φ (by erf).
  case gelu
  /// x σ(1.702 x).
  case quickGELU
  /// x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))).
  case tanhGELU

  /// Replaces each entry x of the first rows of `matrix` by f(x + bias of its column).
  ///
  /// - Parameters:
  ///   - matrix: row-major, its rows as long as `bias`.
  ///   - limit: the widest instructions to use; for comparison of the kernels.
  public func apply(
    to matrix: inout [Float], rows: Int, bias: [Float],
    limit: InstructionSet = .widest
  ) {
    let columns = bias.count
    precondition(rows >= 0 && columns > 0 && matrix.count / columns >= rows)
    unsafe matrix.withUnsafeMutableBufferPointer { x in
      unsafe bias.withUnsafeBufferPointer { bias in
        switch self {
        case .gelu: unsafe pk_gelu(limit.rawValue, x.baseAddress, bias.baseAddress, rows, columns)
        case .quickGELU:
          unsafe pk_quick_gelu(limit.rawValue, x.baseAddress, bias.baseAddress, rows, columns)
        case .tanhGELU:
          unsafe pk_tanh_gelu(limit.rawValue, x.baseAddress, bias.baseAddress, rows, columns)
        }
      }
    }
  }
}
