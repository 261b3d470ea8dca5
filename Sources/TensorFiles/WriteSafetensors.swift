import PromptJSON

/// Writes a safetensors file: the same bytes for the same metadata and tensors, in whatever order the
/// tensors are given.
///
/// Tensors lie by descending element size, then by the bytes of their names, as the reference library
/// orders them, so that each is aligned for its elements; the header is padded with spaces until the
/// data starts at a multiple of 64 bytes. In the header `__metadata__` comes first, its keys sorted
/// by their bytes, then the tensors in the order of their data. The values are not copied.
///
/// - Throws: ``TensorFileError`` if two tensors share a name, a shape does not fit its values, or the
///   file cannot be written, which then is as it was before.
public func writeSafetensors(
  to path: String, metadata: [String: String] = [:], tensors: [TensorToWrite]
) throws(TensorFileError) {
  let ordered = tensors.sorted {
    let (a, b) = ($0.contents.elementType.bitWidth, $1.contents.elementType.bitWidth)
    return a == b ? $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) : a > b
  }
  var names = Set<String>()
  for tensor in ordered {
    func wrong(_ reason: String) -> TensorFileError {
      TensorFileError(path: path, place: .tensor(tensor.name), reason: reason)
    }
    if !names.insert(tensor.name).inserted { throw wrong("is there twice") }
    if tensor.name == "__metadata__" { throw wrong("the name is the format's own") }
    if !tensor.contents.fill(tensor.shape) {
      throw wrong(
        "\(tensor.contents.byteCount) bytes of \(tensor.contents.elementType.rawValue) "
          + "do not fill the shape \(tensor.shape)")
    }
  }
  let header = safetensorsHeader(metadata: metadata, tensors: ordered)
  guard header.count <= SafetensorsFile.maximumHeaderSize else {
    throw TensorFileError(
      path: path, reason: "a header of \(header.count) bytes is above the format's limit")
  }
  let file = try AtomicFile(path: path)
  try file.write((0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) })
  try file.write(header)
  for tensor in ordered { try file.write(tensor.contents) }
  try file.commit()
}

/// The padded JSON of a header.
private func safetensorsHeader(
  metadata: [String: String], tensors: [TensorToWrite]
) -> [UInt8] {
  var members: [JSONValue.Member] = []
  if !metadata.isEmpty {
    let sorted = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    members.append(
      .init("__metadata__", .object(sorted.map { .init($0.key, .string($0.value)) })))
  }
  var offset = 0
  for tensor in tensors {
    let end = offset + tensor.contents.byteCount
    members.append(
      .init(
        tensor.name,
        [
          "dtype": .string(tensor.contents.elementType.rawValue),
          "shape": .array(tensor.shape.map { .int($0) }),
          "data_offsets": [.int(offset), .int(end)],
        ]))
    offset = end
  }
  var header = Array(JSONValue.object(members).text().utf8)
  header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 63 - (header.count + 7) % 64))
  return header
}
