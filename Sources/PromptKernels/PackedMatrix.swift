internal import CPromptKernels

/// The weights of a linear layer W [outputs, inputs], packed once for many products y = x Wᵀ + b.
///
/// Every sum of a product is one chain in the order of the inputs. A row of y therefore has the same
/// bytes whatever the number and place of the rows around it, and whichever thread and whichever form
/// of the same precision computes it; AMX alone sums in an order of its own.
@safe public final class PackedMatrix: Sendable {
  /// Rows of W.
  public let outputs: Int
  /// Columns of W.
  public let inputs: Int
  /// How its products are computed.
  public let form: Form
  /// Written by `init` alone, freed by `deinit` alone.
  private nonisolated(unsafe) let packed: UnsafeMutableRawPointer

  /// Packs weights.
  ///
  /// - Parameters:
  ///   - weights: [outputs, inputs], row-major.
  ///   - form: one that runs on this processor.
  public init(_ weights: Span<Float>, outputs: Int, inputs: Int, form: Form = .fastest(.float32)) {
    precondition(outputs > 0 && inputs > 0 && form.runs)
    precondition(holds(weights.count, rows: outputs, stride: inputs, columns: inputs))
    let size = pk_packed_size(form.rawValue, outputs, inputs)
    precondition(size > 0)
    self.outputs = outputs
    self.inputs = inputs
    self.form = form
    // Vectors are whole cache lines; none should cross two.
    unsafe packed = .allocate(byteCount: size, alignment: size < largePage ? 64 : largePage)
    unsafe pk_prefer_large_pages(packed, size)
    unsafe weights.withUnsafeBufferPointer {
      unsafe pk_pack_weights(
        form.rawValue, $0.baseAddress, inputs, outputs, inputs, packed)
    }
  }

  deinit { unsafe packed.deallocate() }

  /// Sets rows of `y` to x Wᵀ + bias, or to y + bias + x Wᵀ.
  ///
  /// - Parameters:
  ///   - x: `rows` rows of [inputs], `inputStride` entries apart; nil: one behind the other.
  ///   - y: `rows` rows of [outputs], `outputStride` entries apart; nil: one behind the other.
  ///   - bias: [outputs].
  ///   - accumulating: whether the old entries of `y` are added.
  ///   - workspace: grows to what the form needs; meant to be kept from product to product.
  public func multiply(
    _ x: Span<Float>, rows: Int, inputStride: Int? = nil, into y: inout MutableSpan<Float>,
    outputStride: Int? = nil, bias: [Float]? = nil, accumulating: Bool = false,
    workspace: inout Workspace
  ) {
    guard rows > 0 else { return }
    let (inputStride, outputStride) = (inputStride ?? inputs, outputStride ?? outputs)
    precondition(holds(x.count, rows: rows, stride: inputStride, columns: inputs))
    precondition(holds(y.count, rows: rows, stride: outputStride, columns: outputs))
    precondition(bias.map { $0.count == outputs } ?? true)
    workspace.grow(toBytes: pk_product_workspace(form.rawValue, rows, inputs))
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeMutableBufferPointer { y in
        unsafe withOptionalPointer(to: bias) { bias in
          unsafe workspace.words.withUnsafeMutableBytes { workspace in
            unsafe pk_multiply_packed(
              form.rawValue, x.baseAddress, inputStride, rows, inputs, packed, outputs, bias,
              accumulating ? 1 : 0, y.baseAddress, outputStride,
              workspace.baseAddress)
          }
        }
      }
    }
  }

  /// Room for the rounded rows of a product; none is needed in float32.
  public struct Workspace: Sendable {
    fileprivate var words: [UInt32] = []

    /// Empty; it grows when it is first used.
    public init() {}

    fileprivate mutating func grow(toBytes bytes: Int) {
      let count = (bytes + 3) / 4
      if words.count < count { words = [UInt32](repeating: 0, count: count) }
    }
  }
}

/// The size of a large page where there is one, in bytes.
private let largePage = 2 << 20

private func withOptionalPointer<Result>(
  to values: [Float]?, _ body: (UnsafePointer<Float>?) -> Result
) -> Result {
  guard let values else { return body(nil) }
  return unsafe values.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
}

/// Whether `count` entries hold rows of `columns` entries, `stride` apart, without overflow.
func holds(_ count: Int, rows: Int, stride: Int, columns: Int) -> Bool {
  guard rows > 0, columns > 0, stride >= columns else { return false }
  let (start, overflow) = (rows - 1).multipliedReportingOverflow(by: stride)
  return !overflow && start <= count - columns
}
