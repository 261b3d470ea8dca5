/// Floats with a shape, row-major.
public struct FloatTensor: Hashable, Sendable {
  /// The extents, slowest first.
  public var shape: [Int]
  /// As many as the shape has elements.
  public var values: [Float]

  /// Joins a shape and values.
  public init(shape: [Int], values: [Float]) {
    self.shape = shape
    self.values = values
  }
}
