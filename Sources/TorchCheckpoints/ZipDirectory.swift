internal import TensorFiles

/// The entries of a zip archive as PyTorch writes it: data stored as it is, so that its bytes can be
/// used where they lie in the mapped file.
///
/// Names and sizes are those of the central directory at the end of the file (APPNOTE 6.3, sections
/// 4.3.7, 4.3.12 to 4.3.16, with the 64-bit records). Nothing is unpacked, and no two entries may share
/// a byte, so an archive cannot stand for more bytes than it has.
struct ZipDirectory {
  /// By name.
  private var entries: [String: ZipEntry] = [:]
  private let path: String
  var names: [String] { Array(entries.keys) }

  static let localSignature: UInt32 = 0x0403_4B50
  /// The longest directory that is read, in bytes: of half a million tensors.
  private static let largest = 64 << 20

  /// - Throws: ``TensorFileError`` with the byte that is wrong.
  init(_ file: MappedFile) throws(TensorFileError) {
    path = file.path
    let end = try ZipEnd(file)
    guard end.directory.count <= Self.largest else {
      throw TensorFileError(
        path: file.path, place: .byte(end.directory.lowerBound),
        reason: "the archive's directory takes \(end.directory.count) bytes, too many to be true")
    }
    var reader = ByteReader(file, end.directory)
    var ranges: [Range<Int>] = []
    entries.reserveCapacity(min(end.count, end.directory.count / 46))
    for _ in 0..<end.count {
      let place = reader.offset
      let entry = try ZipEntry(&reader, file, limit: end.directory.lowerBound)
      guard entries.updateValue(entry, forKey: entry.name) == nil else {
        throw reader.problem("the entry \(shown(entry.name)) is there twice", at: place)
      }
      ranges.append(entry.whole)
    }
    guard reader.isAtEnd else {
      throw reader.problem("the directory holds more than its \(end.count) entries")
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    for (before, after) in zip(ranges, ranges.dropFirst())
    where after.lowerBound < before.upperBound {
      throw reader.problem("two entries of the archive overlap", at: after.lowerBound)
    }
  }

  /// Where the bytes of an entry lie in the file; nil where there is none of the name.
  ///
  /// - Throws: ``TensorFileError`` for an entry that is compressed.
  func contents(of name: String) throws(TensorFileError) -> Range<Int>? {
    guard let entry = entries[name] else { return nil }
    guard !entry.isCompressed else {
      throw TensorFileError(
        path: path, place: .byte(entry.whole.lowerBound),
        reason: "the entry \(shown(name)) is compressed, which torch.save never does: save it again"
      )
    }
    return entry.contents
  }
}

/// One entry of the central directory.
private struct ZipEntry {
  let name: String
  let contents: Range<Int>
  let isCompressed: Bool
  /// With the header that stands before the contents.
  let whole: Range<Int>

  private static let signature: UInt32 = 0x0201_4B50
  /// Encrypted, patched, strongly encrypted, and with a masked header.
  private static let unreadableFlags = 0x0001 | 0x0020 | 0x0040 | 0x2000

  /// - Parameter limit: where entries end at the latest.
  init(_ reader: inout ByteReader, _ file: MappedFile, limit: Int) throws(TensorFileError) {
    let place = reader.offset
    guard try reader.uint32() == Self.signature else {
      throw reader.problem("is not an entry of a zip directory", at: place)
    }
    try reader.skip(4)
    let flags = Int(try reader.uint16())
    let method = try reader.uint16()
    try reader.skip(8)
    var packed = UInt64(try reader.uint32())
    var size = UInt64(try reader.uint32())
    let nameLength = Int(try reader.uint16())
    let extraLength = Int(try reader.uint16())
    let commentLength = Int(try reader.uint16())
    let disk = try reader.uint16()
    try reader.skip(6)
    var start = UInt64(try reader.uint32())
    name = try reader.text(nameLength, "the name of an entry")
    let extra = try reader.slice(extraLength)
    try reader.skip(commentLength)
    try readZip64(extra, size: &size, packed: &packed, start: &start)
    guard flags & Self.unreadableFlags == 0 else {
      throw reader.problem("the entry \(shown(name)) is encrypted", at: place)
    }
    isCompressed = method != 0
    guard isCompressed || packed == size else {
      throw reader.problem("the entry \(shown(name)) has two sizes", at: place)
    }
    guard disk == 0 else {
      throw reader.problem("the entry \(shown(name)) is on another disk", at: place)
    }
    guard start <= UInt64(limit), packed <= UInt64(limit) else {
      throw reader.problem("the entry \(shown(name)) lies outside the file", at: place)
    }
    // Its own header, a name, and padding up to 64 bytes, or whatever 16 bits can say.
    let localEnd = min(limit, Int(start) + 30 + 2 * 0xFFFF)
    var local = ByteReader(file, Int(start)..<localEnd)
    guard try local.uint32() == ZipDirectory.localSignature else {
      throw local.problem("no entry begins where \(shown(name)) should", at: Int(start))
    }
    try local.skip(22)
    let localNameLength = Int(try local.uint16())
    let localExtraLength = Int(try local.uint16())
    guard try local.text(localNameLength, "the name of an entry") == name else {
      throw local.problem("the entry is not named \(shown(name)) here", at: Int(start))
    }
    try local.skip(localExtraLength)
    guard Int(packed) <= limit - local.offset else {
      throw reader.problem("the entry \(shown(name)) lies outside the file", at: place)
    }
    contents = local.offset..<local.offset + Int(packed)
    whole = Int(start)..<contents.upperBound
  }
}

/// Takes the 64-bit values that stand in the extra field in place of 32-bit values that are all ones.
private func readZip64(
  _ extra: ByteReader, size: inout UInt64, packed: inout UInt64, start: inout UInt64
) throws(TensorFileError) {
  var extra = extra
  while !extra.isAtEnd {
    let kind = try extra.uint16()
    var field = try extra.slice(Int(try extra.uint16()))
    guard kind == 1 else { continue }
    if size == 0xFFFF_FFFF { size = try field.uint64() }
    if packed == 0xFFFF_FFFF { packed = try field.uint64() }
    if start == 0xFFFF_FFFF { start = try field.uint64() }
  }
}
