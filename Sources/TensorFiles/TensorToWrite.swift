/// A tensor on its way into a file.
public struct TensorToWrite: Sendable {
  /// Unlike the other names of the file.
  public var name: String
  /// The extents, slowest first; empty for a scalar.
  public var shape: [Int]
  /// As many values as the shape has elements.
  public var contents: TensorContents

  /// Joins a name, a shape and values.
  public init(_ name: String, shape: [Int], _ contents: TensorContents) {
    self.name = name
    self.shape = shape
    self.contents = contents
  }
}

/// The values of a tensor, row-major.
public enum TensorContents: Sendable {
  /// F32.
  case floats([Float])
  /// I32.
  case int32s([Int32])
  /// I64.
  case int64s([Int64])
  /// The values' bytes as the file is to hold them.
  case bytes([UInt8], ElementType)

  /// The type the file will name.
  public var elementType: ElementType {
    switch self {
    case .floats: .float32
    case .int32s: .int32
    case .int64s: .int64
    case .bytes(_, let type): type
    }
  }

  /// The size in bytes.
  public var byteCount: Int {
    switch self {
    case .floats(let values): values.count * 4
    case .int32s(let values): values.count * 4
    case .int64s(let values): values.count * 8
    case .bytes(let bytes, _): bytes.count
    }
  }

  /// The bytes as the file holds them, little-endian.
  public var bytes: [UInt8] {
    switch self {
    case .floats(let values): littleEndianBytes(values)
    case .int32s(let values): littleEndianBytes(values)
    case .int64s(let values): littleEndianBytes(values)
    case .bytes(let bytes, _): bytes
    }
  }

  /// Whether these are exactly the values of a shape.
  func fill(_ shape: [Int]) -> Bool {
    TensorFiles.elementCount(of: shape)
      .flatMap { TensorFiles.byteCount(of: $0, elementType) } == byteCount
  }
}

extension AtomicFile {
  func write(_ contents: TensorContents) throws(TensorFileError) {
    switch contents {
    case .floats(let values): try write(numbers: values)
    case .int32s(let values): try write(numbers: values)
    case .int64s(let values): try write(numbers: values)
    case .bytes(let bytes, _): try write(bytes)
    }
  }
}
