/// All bytes of a file.
///
/// - Throws: ``TensorFileError`` if it cannot be opened or is no file.
public func readBytes(_ path: String) throws(TensorFileError) -> [UInt8] {
  let file = try MappedFile(path: path)
  return file.numbers(0..<file.count, as: UInt8.self)
}
