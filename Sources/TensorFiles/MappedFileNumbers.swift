extension MappedFile {
  /// A tensor's values as floats: F32 as stored, F16 and BF16 widened exactly, F64 rounded to nearest.
  ///
  /// - Throws: ``TensorFileError`` for other element types.
  package func floats(of tensor: TensorInfo) throws(TensorFileError) -> [Float] {
    switch tensor.elementType {
    case .float32: return numbers(tensor.byteRange, as: Float.self)
    case .float16: return numbers(tensor.byteRange, as: UInt16.self).map(widenFloat16)
    case .bfloat16: return numbers(tensor.byteRange, as: UInt16.self).map(widenBFloat16)
    case .float64: return numbers(tensor.byteRange, as: Double.self).map { Float($0) }
    default:
      throw TensorFileError(
        path: path, place: .tensor(tensor.name),
        reason: "holds \(tensor.elementType.rawValue) where floats are needed")
    }
  }

  /// A tensor's values as 32-bit integers, exactly.
  ///
  /// - Throws: ``TensorFileError`` for element types other than I32, I64 and U8, and for a value
  ///   that does not fit.
  func int32s(of tensor: TensorInfo) throws(TensorFileError) -> [Int32] {
    switch tensor.elementType {
    case .int32: return numbers(tensor.byteRange, as: Int32.self)
    case .uint8: return numbers(tensor.byteRange, as: UInt8.self).map(Int32.init)
    case .int64:
      let values = numbers(tensor.byteRange, as: Int64.self)
      if let index = values.firstIndex(where: { Int32(exactly: $0) == nil }) {
        throw TensorFileError(
          path: path, place: .tensor(tensor.name),
          reason: "\(values[index]) at element \(index) does not fit 32 bits")
      }
      return values.map { Int32(truncatingIfNeeded: $0) }
    default:
      throw TensorFileError(
        path: path, place: .tensor(tensor.name),
        reason: "holds \(tensor.elementType.rawValue) where integers are needed")
    }
  }
}
