internal import TensorFiles

/// Where a tower's weights come from: named tensors whose values stay in the file until they are read.
protocol WeightFile: Sendable {
  /// The file or the index, as messages name it.
  var path: String { get }
  /// Of every file that holds values.
  var stamps: [FileStamp] { get }

  func tensor(named name: String) -> TensorInfo?

  /// Whether ``withFloats(of:_:)`` copies nothing.
  func holdsInPlace(_ tensor: TensorInfo) -> Bool

  /// A tensor's values, widened to float32.
  func floats(of tensor: TensorInfo) throws(TensorFileError) -> [Float]

  /// Lends the values of a float32 tensor.
  func withFloats<Result>(of tensor: TensorInfo, _ body: (Span<Float>) -> Result) -> Result

  /// Says that a tensor's values need not stay in memory.
  func release(_ tensor: TensorInfo)
}

extension WeightFile {
  /// Of a file that is not mapped nothing is given back.
  func release(_ tensor: TensorInfo) {}
}

extension SafetensorsFile: WeightFile {
  var stamps: [FileStamp] { [stamp] }

  func holdsInPlace(_ tensor: TensorInfo) -> Bool { tensor.isAlignedFloat32 }

  func withFloats<Result>(of tensor: TensorInfo, _ body: (Span<Float>) -> Result) -> Result {
    withNumbers(of: tensor, as: Float.self, body)
  }
}

extension TensorInfo {
  /// Whether the bytes can be read as floats where they lie.
  var isAlignedFloat32: Bool {
    elementType == .float32 && byteRange.lowerBound.isMultiple(of: 4)
  }
}
