/// A numpy `.npy` file: one array in C order, little-endian, its values left in the file.
///
/// Versions 1, 2 and 3 of the format are read (numpy.lib.format). Refused are arrays in Fortran
/// order, big-endian numbers, records and objects, and bytes after the array.
public final class NPYFile: Sendable {
  /// The bytes every file begins with.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The file as it was named by the caller.
  public var path: String { file.path }
  /// Named by the file's name without `.npy`.
  public let tensor: TensorInfo
  let file: MappedFile

  /// Maps a file and checks its header: no value is read.
  ///
  /// - Throws: ``TensorFileError`` with the byte that is wrong.
  public convenience init(path: String) throws(TensorFileError) {
    try self.init(MappedFile(path: path))
  }

  init(_ file: MappedFile) throws(TensorFileError) {
    self.file = file
    tensor = try readNPYHeader(of: file)
  }

  /// The values as floats: F32 as stored, F16 widened exactly, F64 rounded to nearest.
  ///
  /// - Throws: ``TensorFileError`` for other element types.
  public func floats() throws(TensorFileError) -> [Float] { try file.floats(of: tensor) }

  /// The values as 32-bit integers, exactly.
  ///
  /// - Throws: ``TensorFileError`` for element types other than I32, I64 and U8, and for a value
  ///   that does not fit.
  public func int32s() throws(TensorFileError) -> [Int32] { try file.int32s(of: tensor) }
}
