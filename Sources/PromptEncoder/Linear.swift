internal import PromptKernels
internal import PromptMatrix
internal import Synchronization

/// An affine map of rows: y = x Wᵀ + b. Its weights are read, and packed, when it is first used.
final class Linear: Sendable {
  /// [outputs, inputs].
  let weight: WeightMatrix
  /// [outputs].
  let bias: [Float]
  let path: ProductPath
  var inputs: Int { weight.columns }
  var outputs: Int { weight.rows }
  private let prepared = Mutex<Prepared?>(nil)

  /// Weights in the form that products take.
  private enum Prepared: Sendable {
    case packed(PackedMatrix)
    case plain([Float])
  }

  /// - Precondition: the bias has one entry for each output.
  init(weight: WeightMatrix, bias: [Float], path: ProductPath) {
    precondition(bias.count == weight.rows)
    self.weight = weight
    self.bias = bias
    self.path = path
  }

  /// Brings the weights into the form that products take, once.
  func prepare() { _ = ready() }

  /// Sets the rows of `output` to the map of the rows of `input`.
  func apply(
    to input: [Float], rows: Int, into output: inout [Float],
    workspace: inout ProductWorkspace
  ) {
    workspace.count(rows: rows, inputs: inputs, outputs: outputs)
    switch ready() {
    case .packed(let matrix):
      var span = output.mutableSpan
      matrix.multiply(input.span, rows: rows, into: &span, bias: bias, workspace: &workspace.packed)
    case .plain(let values):
      fill(&output, rows: rows, withRow: bias)
      multiply(input, values, rows: rows, into: &output, accumulating: true)
    }
  }

  /// Adds the map of the rows of `input` to the rows of `output`.
  func add(
    of input: [Float], rows: Int, to output: inout [Float],
    workspace: inout ProductWorkspace
  ) {
    workspace.count(rows: rows, inputs: inputs, outputs: outputs)
    switch ready() {
    case .packed(let matrix):
      var span = output.mutableSpan
      matrix.multiply(
        input.span, rows: rows, into: &span, bias: bias, accumulating: true,
        workspace: &workspace.packed)
    case .plain(let values):
      PromptKernels.add(row: bias, to: &output, rows: rows)
      multiply(input, values, rows: rows, into: &output, accumulating: true)
    }
  }

  /// The product alone: the bias is the caller's.
  func product(
    of input: [Float], rows: Int, into output: inout [Float],
    workspace: inout ProductWorkspace
  ) {
    workspace.count(rows: rows, inputs: inputs, outputs: outputs)
    switch ready() {
    case .packed(let matrix):
      var span = output.mutableSpan
      matrix.multiply(input.span, rows: rows, into: &span, workspace: &workspace.packed)
    case .plain(let values): multiply(input, values, rows: rows, into: &output)
    }
  }

  private func multiply(
    _ input: [Float], _ values: [Float], rows: Int, into output: inout [Float],
    accumulating: Bool = false
  ) {
    guard let library = MatrixLibrary.installed else {
      preconditionFailure("the library was chosen where there is none")
    }
    library.multiply(
      input, transposed: values, rows: rows, columns: outputs, depth: inputs, into: &output,
      accumulating: accumulating)
  }

  private func ready() -> Prepared {
    prepared.withLock { prepared in
      if let prepared { return prepared }
      let made: Prepared
      switch path {
      case .packed(let form):
        made = weight.withValues {
          .packed(PackedMatrix($0, outputs: outputs, inputs: inputs, form: form))
        }
      case .library: made = .plain(weight.values())
      }
      prepared = made
      return made
    }
  }
}
