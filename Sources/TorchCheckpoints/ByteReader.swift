internal import TensorFiles

/// Reads little-endian numbers from a range of a file, and never beyond it.
struct ByteReader {
  private let path: String
  private let range: [UInt8]
  /// Where the range begins in the file.
  private let base: Int
  private var index: Int
  private let end: Int
  /// The next byte, counted from the start of the file.
  var offset: Int { base + index }
  var isAtEnd: Bool { index == end }
  /// The next byte, which is not passed over; nil at the end.
  var next: UInt8? { index < end ? range[index] : nil }

  /// - Precondition: the range lies inside the file.
  init(_ file: MappedFile, _ range: Range<Int>) {
    path = file.path
    self.range = file.numbers(range, as: UInt8.self)
    base = range.lowerBound
    index = 0
    end = range.count
  }

  private init(_ whole: ByteReader, next count: Int) {
    path = whole.path
    range = whole.range
    base = whole.base
    index = whole.index
    end = index + count
  }

  func problem(_ reason: String, at place: Int? = nil) -> TensorFileError {
    TensorFileError(path: path, place: .byte(place ?? offset), reason: reason)
  }

  /// Goes to a byte of the range, counted from the start of the file.
  mutating func seek(_ place: Int) { index = place - base }

  mutating func skip(_ count: Int) throws(TensorFileError) {
    guard count <= end - index else {
      throw problem("ends in the middle: \(count - (end - index)) bytes are missing")
    }
    index += count
  }

  mutating func uint8() throws(TensorFileError) -> UInt8 {
    try skip(1)
    return range[index - 1]
  }
  mutating func uint16() throws(TensorFileError) -> UInt16 {
    UInt16(truncatingIfNeeded: try number(2))
  }
  mutating func uint32() throws(TensorFileError) -> UInt32 {
    UInt32(truncatingIfNeeded: try number(4))
  }
  mutating func uint64() throws(TensorFileError) -> UInt64 { try number(8) }

  /// An unsigned number of up to 8 bytes.
  mutating func number(_ count: Int) throws(TensorFileError) -> UInt64 {
    try skip(count)
    return range[index - count..<index].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func bytes(_ count: Int) throws(TensorFileError) -> ArraySlice<UInt8> {
    try skip(count)
    return range[index - count..<index]
  }

  /// UTF-8 of so many bytes.
  mutating func text(_ count: Int, _ what: String) throws(TensorFileError) -> String {
    let start = offset
    guard let text = String(validating: try bytes(count), as: UTF8.self) else {
      throw problem("\(what) is not UTF-8", at: start)
    }
    return text
  }

  /// The bytes up to a line feed, which is passed over.
  mutating func line(limit: Int) throws(TensorFileError) -> String {
    let start = offset
    var bytes: [UInt8] = []
    while true {
      let byte = try uint8()
      if byte == 0x0A { break }
      bytes.append(byte)
      guard bytes.count <= limit else { throw problem("a line is too long", at: start) }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw problem("a name is not UTF-8", at: start)
    }
    return text
  }

  /// A reader of the next bytes, which are passed over.
  mutating func slice(_ count: Int) throws(TensorFileError) -> ByteReader {
    let start = self
    try skip(count)
    return ByteReader(start, next: count)
  }
}

/// A name from a file for a message: in backquotes, shortened, without characters that move a cursor.
func shown(_ name: String) -> String {
  var text = ""
  for scalar in name.unicodeScalars.prefix(80) {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      text += "\\u{\(String(scalar.value, radix: 16))}"
    default: text.unicodeScalars.append(scalar)
    }
  }
  return "`\(text)\(name.unicodeScalars.count > 80 ? "…" : "")`"
}
