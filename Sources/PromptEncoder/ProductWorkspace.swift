internal import PromptKernels

/// What a thread's products need beside their operands, and what they have done.
struct ProductWorkspace: Sendable {
  var packed = PackedMatrix.Workspace()
  /// Floating-point operations since they were last taken.
  private(set) var operations = 0.0

  /// Counts a product of `rows` rows.
  mutating func count(rows: Int, inputs: Int, outputs: Int) {
    operations += 2 * Double(rows) * Double(inputs) * Double(outputs)
  }

  /// The operations counted, which then begin anew.
  mutating func takeOperations() -> Double {
    defer { operations = 0 }
    return operations
  }
}
