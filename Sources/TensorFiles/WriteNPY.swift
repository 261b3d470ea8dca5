/// Writes one array as an `.npy` file, version 1, which numpy reads in place: the data starts at a
/// multiple of 64 bytes.
///
/// - Throws: ``TensorFileError`` if the shape does not fit the values, numpy has no such element
///   type, or the file cannot be written, which then is as it was before.
public func writeNPY(
  to path: String, shape: [Int], _ contents: TensorContents
) throws(TensorFileError) {
  guard let description = npyDescription(of: contents.elementType) else {
    throw TensorFileError(
      path: path, reason: "numpy has no type for \(contents.elementType.rawValue)")
  }
  guard contents.fill(shape) else {
    throw TensorFileError(
      path: path, reason: "\(contents.byteCount) bytes do not fill the shape \(shape)")
  }
  let extents = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
  var header = Array(
    "{'descr': '\(description)', 'fortran_order': False, 'shape': (\(extents)), }".utf8)
  header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 63 - (header.count + 10) % 64))
  header.append(0x0A)
  guard let length = UInt16(exactly: header.count) else {
    throw TensorFileError(path: path, reason: "a shape of \(shape.count) extents is too long")
  }
  let file = try AtomicFile(path: path)
  try file.write(NPYFile.magic + [1, 0, UInt8(truncatingIfNeeded: length), UInt8(length >> 8)])
  try file.write(header)
  try file.write(contents)
  try file.commit()
}

private func npyDescription(of elementType: ElementType) -> String? {
  switch elementType {
  case .float32: "<f4"
  case .float16: "<f2"
  case .float64: "<f8"
  case .int32: "<i4"
  case .int64: "<i8"
  case .uint8: "|u1"
  case .bool: "|b1"
  case .int8: "|i1"
  case .int16: "<i2"
  case .uint16: "<u2"
  case .uint32: "<u4"
  case .uint64: "<u8"
  case .complex64: "<c8"
  default: nil
  }
}
