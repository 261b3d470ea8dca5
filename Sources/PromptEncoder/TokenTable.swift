internal import TensorFiles

/// A token embedding, [vocabulary, width]: left in the mapped file where that can be read in place,
/// as a prompt set uses few of its rows.
enum TokenTable: Sendable {
  case mapped(SafetensorsFile, TensorInfo)
  case floats([Float])

  init(_ reader: WeightReader, _ name: String, shape: [Int]) throws(EncoderError) {
    let tensor = try reader.tensor(name, shape: shape)
    if tensor.elementType == .float32, tensor.byteRange.lowerBound.isMultiple(of: 4) {
      self = .mapped(reader.file, tensor)
    } else {
      self = .floats(try reader.floats(name, shape: shape))
    }
  }

  /// Lends all rows.
  func withRows<Result>(_ body: (Span<Float>) -> Result) -> Result {
    switch self {
    case .mapped(let file, let tensor): file.withNumbers(of: tensor, as: Float.self, body)
    case .floats(let values): body(values.span)
    }
  }
}
