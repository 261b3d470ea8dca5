internal import TensorFiles

/// Where the directory of a zip archive lies, from the record at the end of the file.
struct ZipEnd {
  let directory: Range<Int>
  /// How many entries it has.
  let count: Int

  private static let size = 22
  private static let signature: UInt32 = 0x0605_4B50
  private static let locatorSize = 20
  private static let locatorSignature: UInt32 = 0x0706_4B50
  private static let size64 = 56
  private static let signature64: UInt32 = 0x0606_4B50

  init(_ file: MappedFile) throws(TensorFileError) {
    let place = try Self.place(file)
    var reader = ByteReader(file, place..<file.count)
    try reader.skip(4)
    let disks = (try reader.uint16(), try reader.uint16())
    let counts = (try reader.uint16(), try reader.uint16())
    var (length, start) = (UInt64(try reader.uint32()), UInt64(try reader.uint32()))
    var (total, limit) = (UInt64(counts.1), place)
    guard disks == (0, 0), counts.0 == counts.1 else {
      throw reader.problem("the archive is in several parts", at: place)
    }
    // A 64-bit record holds where a locator stands before this one.
    if place >= Self.locatorSize {
      var locator = ByteReader(file, place - Self.locatorSize..<place)
      if try locator.uint32() == Self.locatorSignature {
        try locator.skip(4)
        let recordStart = try locator.uint64()
        guard place - Self.locatorSize >= Self.size64,
          recordStart <= UInt64(place - Self.locatorSize - Self.size64)
        else { throw locator.problem("the archive's 64-bit end lies outside the file") }
        limit = Int(recordStart)
        var record = ByteReader(file, limit..<place - Self.locatorSize)
        guard try record.uint32() == Self.signature64 else {
          throw record.problem("the archive's 64-bit end is not there", at: limit)
        }
        try record.skip(12)
        let disks = (try record.uint32(), try record.uint32())
        let count = try record.uint64()
        total = try record.uint64()
        length = try record.uint64()
        start = try record.uint64()
        guard disks == (0, 0), count == total else {
          throw record.problem("the archive is in several parts", at: limit)
        }
      }
    }
    guard start <= UInt64(limit), length == UInt64(limit) - start else {
      throw reader.problem("the archive's directory does not end where its end record begins")
    }
    // An entry takes 46 bytes at least.
    guard total <= length / 46 else {
      throw reader.problem("the archive's directory is too short for \(total) entries")
    }
    directory = Int(start)..<limit
    count = Int(total)
  }

  /// The end record is the last thing in the file, but for a comment that it announces.
  private static func place(_ file: MappedFile) throws(TensorFileError) -> Int {
    let last = file.count - size
    if last >= 0 {
      let first = max(0, last - 0xFFFF)
      var reader = ByteReader(file, first..<file.count)
      for candidate in (first...last).reversed() {
        reader.seek(candidate)
        guard reader.next == UInt8(truncatingIfNeeded: signature), try reader.uint32() == signature
        else { continue }
        try reader.skip(16)
        if candidate + size + Int(try reader.uint16()) == file.count { return candidate }
      }
    }
    throw TensorFileError(
      path: file.path, place: .byte(file.count),
      reason: "the end of the zip archive is missing: was the file cut short?")
  }
}
