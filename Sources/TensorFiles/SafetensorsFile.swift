/// A safetensors file: checked whole when opened, its values left in the file.
///
/// Stricter than the reference library where that is laxer than its own specification: a repeated
/// name, a header that does not begin with `{`, padding other than spaces, and fields the format
/// does not know are refused.
public final class SafetensorsFile: Sendable {
  /// The largest header the reference library reads, in bytes.
  public static let maximumHeaderSize = 100_000_000

  /// The file as it was named by the caller.
  public var path: String { file.path }
  /// The strings of `__metadata__`.
  public let metadata: [String: String]
  /// What tells the file's contents from others without reading them.
  public var stamp: FileStamp { file.stamp }
  /// By place in the file.
  public let tensors: [TensorInfo]
  let file: MappedFile
  private let positions: [String: Int]

  /// Maps a file and checks its header: no value is read.
  ///
  /// - Throws: ``TensorFileError`` with the byte or the tensor that is wrong.
  public convenience init(path: String) throws(TensorFileError) {
    try self.init(MappedFile(path: path))
  }

  init(_ file: MappedFile) throws(TensorFileError) {
    self.file = file
    let header = try readSafetensorsHeader(of: file)
    metadata = header.metadata
    tensors = header.tensors
    positions = header.positions
  }

  /// A tensor by its name.
  public func tensor(named name: String) -> TensorInfo? { positions[name].map { tensors[$0] } }

  /// Lends a tensor's bytes.
  public func withBytes<Result, Failure: Error>(
    of tensor: TensorInfo, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try file.withBytes(tensor.byteRange, body)
  }

  /// Lends a tensor's values in place; from a copy where the file does not align them.
  ///
  /// - Precondition: the element type is as wide as `Number`.
  public func withNumbers<Number: PlainNumber, Result, Failure: Error>(
    of tensor: TensorInfo, as type: Number.Type,
    _ body: (Span<Number>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(tensor.elementType.bitWidth == 8 * MemoryLayout<Number>.size)
    return try file.withNumbers(tensor.byteRange, as: type, body)
  }

  /// Gives the memory of a tensor's values back; they are read again when they are next used.
  public func release(_ tensor: TensorInfo) { file.release(tensor.byteRange) }

  /// A tensor's bytes.
  public func bytes(of tensor: TensorInfo) -> [UInt8] {
    file.numbers(tensor.byteRange, as: UInt8.self)
  }

  /// A tensor's values as floats: F32 as stored, F16 and BF16 widened exactly, F64 rounded to nearest.
  ///
  /// - Throws: ``TensorFileError`` for other element types.
  public func floats(of tensor: TensorInfo) throws(TensorFileError) -> [Float] {
    try file.floats(of: tensor)
  }

  /// A tensor's values as 32-bit integers, exactly.
  ///
  /// - Throws: ``TensorFileError`` for element types other than I32, I64 and U8, and for a value
  ///   that does not fit.
  public func int32s(of tensor: TensorInfo) throws(TensorFileError) -> [Int32] {
    try file.int32s(of: tensor)
  }
}
