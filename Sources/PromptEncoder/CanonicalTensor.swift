/// A weight under the name and in the layout that identify it, whatever file it came from.
struct CanonicalTensor: Sendable {
  let name: String
  let shape: [Int]
  /// Lends the values, row-major.
  let withValues: @Sendable (_ body: (Span<Float>) -> Void) -> Void

  init(_ name: String, shape: [Int], _ values: [Float]) {
    self.name = name
    self.shape = shape
    withValues = { body in body(values.span) }
  }

  init(_ name: String, _ matrix: WeightMatrix) {
    self.name = name
    shape = [matrix.rows, matrix.columns]
    withValues = { body in matrix.withValues(body) }
  }

  init(_ name: String, shape: [Int], _ table: TokenTable) {
    self.name = name
    self.shape = shape
    withValues = { body in
      table.withRows(body)
      // Encoding uses few of them.
      table.release()
    }
  }
}
