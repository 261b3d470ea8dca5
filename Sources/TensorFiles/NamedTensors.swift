/// Tensors by name, from whichever kind of file holds them.
public struct NamedTensors: Sendable {
  /// The file or folder as it was named by the caller.
  public let path: String
  /// The metadata of a safetensors file; empty for `.npy`.
  public let metadata: [String: String]
  /// By place in the file, or by file name in a folder.
  public var tensors: [TensorInfo] { entries.map(\.tensor) }
  private let entries: [(tensor: TensorInfo, file: MappedFile)]

  init(
    path: String, metadata: [String: String] = [:],
    entries: [(tensor: TensorInfo, file: MappedFile)]
  ) {
    self.path = path
    self.metadata = metadata
    self.entries = entries
  }

  init(joining all: [NamedTensors]) throws(TensorFileError) {
    self.init(
      path: all.map(\.path).joined(separator: " and "),
      metadata: all.reduce(into: [:]) { $0.merge($1.metadata) { first, _ in first } },
      entries: all.flatMap(\.entries))
    var names = Set<String>()
    for tensor in tensors where !names.insert(tensor.name).inserted {
      throw TensorFileError(path: path, place: .tensor(tensor.name), reason: "is there twice")
    }
  }

  /// A tensor by its name.
  public func tensor(named name: String) -> TensorInfo? { entry(name)?.tensor }

  /// A tensor's values as floats: F32 as stored, F16 and BF16 widened exactly, F64 rounded to
  /// nearest; nil where there is no tensor of that name.
  ///
  /// - Throws: ``TensorFileError`` for other element types.
  public func floats(named name: String) throws(TensorFileError) -> FloatTensor? {
    guard let entry = entry(name) else { return nil }
    return FloatTensor(shape: entry.tensor.shape, values: try entry.file.floats(of: entry.tensor))
  }

  /// A tensor's values as 32-bit integers, exactly; nil where there is no tensor of that name.
  ///
  /// - Throws: ``TensorFileError`` for element types other than I32, I64 and U8, and for a value
  ///   that does not fit.
  public func int32s(named name: String) throws(TensorFileError) -> [Int32]? {
    guard let entry = entry(name) else { return nil }
    return try entry.file.int32s(of: entry.tensor)
  }

  /// Lends one of ``tensors`` as floats: in place where it is stored as F32, else widened.
  ///
  /// - Throws: ``TensorFileError`` for element types that are no floats.
  public func withFloats<Result>(
    of tensor: TensorInfo, _ body: (Span<Float>) -> Result
  ) throws(TensorFileError) -> Result {
    guard let index = entries.firstIndex(where: { $0.tensor == tensor }) else {
      throw TensorFileError(path: path, place: .tensor(tensor.name), reason: "is not in this file")
    }
    let file = entries[index].file
    if tensor.elementType == .float32 {
      return file.withNumbers(tensor.byteRange, as: Float.self, body)
    }
    let widened = try file.floats(of: tensor)
    return body(widened.span)
  }

  private func entry(_ name: String) -> (tensor: TensorInfo, file: MappedFile)? {
    entries.first { $0.tensor.name == name }
  }
}

/// Opens several files or folders as one; a name that is there twice is refused.
///
/// - Throws: ``TensorFileError`` as ``readTensors(_:)-(String)``.
public func readTensors(_ paths: [String]) throws(TensorFileError) -> NamedTensors {
  var all: [NamedTensors] = []
  for path in paths { all.append(try readTensors(path)) }
  guard all.count != 1 else { return all[0] }
  return try NamedTensors(joining: all)
}

/// Opens a safetensors file, an `.npy` file, or a folder of `.npy` files, told apart by content; a name that
/// ends in `.npy` must hold what it says.
///
/// The one tensor of an `.npy` file has the file's name without its ending.
///
/// - Throws: ``TensorFileError`` if it is none of these, or damaged.
public func readTensors(_ path: String) throws(TensorFileError) -> NamedTensors {
  if isFolder(path) {
    var entries: [(tensor: TensorInfo, file: MappedFile)] = []
    for name in try namesInFolder(path) where isNPYName(name) {
      let file = try NPYFile(path: path.hasSuffix("/") ? path + name : path + "/" + name)
      entries.append((file.tensor, file.file))
    }
    if entries.isEmpty { throw TensorFileError(path: path, reason: "no .npy file in this folder") }
    return NamedTensors(path: path, entries: entries)
  }
  let file = try MappedFile(path: path)
  let start = file.numbers(0..<min(6, file.count), as: UInt8.self)
  if start.starts(with: NPYFile.magic) || isNPYName(path) {
    let array = try NPYFile(file)
    return NamedTensors(path: path, entries: [(array.tensor, file)])
  }
  if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
    throw TensorFileError(
      path: path,
      reason: "is a zip archive, as numpy's .npz and PyTorch's .pt files are; "
        + "save its arrays as safetensors or .npy")
  }
  let safetensors = try SafetensorsFile(file)
  return NamedTensors(
    path: path, metadata: safetensors.metadata, entries: safetensors.tensors.map { ($0, file) })
}
