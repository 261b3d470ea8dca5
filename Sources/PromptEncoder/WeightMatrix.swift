internal import TensorFiles

/// A weight [rows, columns] that stays in its file until it is used.
struct WeightMatrix: Sendable {
  let rows: Int
  let columns: Int
  private let source: Source

  private enum Source: Sendable {
    /// Tensors [·, columns], one below the other, each of a type that widens to float32.
    case stored(any WeightFile, [TensorInfo])
    /// A tensor [columns, rows].
    case transposed(any WeightFile, TensorInfo)
  }

  /// Tensors of `columns` entries a row, one below the other.
  init(_ file: any WeightFile, _ tensors: [TensorInfo], columns: Int) {
    rows = tensors.reduce(0) { $0 + ($1.shape.first ?? 0) }
    self.columns = columns
    source = .stored(file, tensors)
  }

  /// A tensor [columns, rows] with rows and columns exchanged.
  init(transposed tensor: TensorInfo, _ file: any WeightFile, rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    source = .transposed(file, tensor)
  }

  /// One of the tensors that stand one below the other.
  func part(_ index: Int) -> WeightMatrix {
    switch source {
    case .stored(let file, let tensors):
      WeightMatrix(file, [tensors[index]], columns: columns)
    case .transposed: self
    }
  }

  /// The values, row-major.
  func values() -> [Float] {
    switch source {
    case .stored(let file, let tensors):
      if tensors.count == 1 { return checkedFloats(of: tensors[0], in: file) }
      var values: [Float] = []
      values.reserveCapacity(rows * columns)
      for tensor in tensors { values += checkedFloats(of: tensor, in: file) }
      return values
    case .transposed(let file, let tensor):
      return PromptEncoder.transposed(
        checkedFloats(of: tensor, in: file), rows: columns, columns: rows)
    }
  }

  /// Lends the values, in place where the file holds them so. What was read of the file does not
  /// stay in memory: packing and hashing each take a matrix once.
  func withValues<Result>(_ body: (Span<Float>) -> Result) -> Result {
    defer { release() }
    if case .stored(let file, let tensors) = source, tensors.count == 1,
      tensors[0].elementType == .float32
    {
      return file.withFloats(of: tensors[0], body)
    }
    return body(values().span)
  }

  private func release() {
    switch source {
    case .stored(let file, let tensors): tensors.forEach(file.release)
    case .transposed(let file, let tensor): file.release(tensor)
    }
  }
}

/// The values of a tensor whose type ``WeightReader`` has checked.
func checkedFloats(of tensor: TensorInfo, in file: any WeightFile) -> [Float] {
  do {
    return try file.floats(of: tensor)
  } catch {
    preconditionFailure("the element type of `\(tensor.name)` was not checked")
  }
}
