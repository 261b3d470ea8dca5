/// Reads and checks the header of an `.npy` file.
///
/// Six magic bytes, two of version, the header's length in two (version 1) or four bytes, then a
/// Python literal such as `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
func readNPYHeader(of file: MappedFile) throws(TensorFileError) -> TensorInfo {
  func problem(_ reason: String, at byte: Int) -> TensorFileError {
    TensorFileError(path: file.path, place: .byte(byte), reason: reason)
  }
  let start = file.numbers(0..<min(12, file.count), as: UInt8.self)
  guard start.starts(with: NPYFile.magic), start.count >= 10 else {
    throw problem("not an .npy file", at: 0)
  }
  let headerStart: Int
  switch start[6] {
  case 1: headerStart = 10
  case 2, 3: headerStart = 12
  default: throw problem("version \(start[6]) of the .npy format is not known here", at: 6)
  }
  guard start.count >= headerStart else {
    throw problem("the header is cut short", at: start.count)
  }
  let length = start[8..<headerStart].reversed().reduce(0) { $0 << 8 | Int($1) }
  // Arrays of plain numbers have headers of some 100 bytes; numpy itself refuses above 10,000.
  guard length <= 65_535 else { throw problem("a header of \(length) bytes", at: 8) }
  guard length <= file.count - headerStart else {
    throw problem("header length \(length) passes the end of the file", at: 8)
  }
  let dataStart = headerStart + length
  var reader = NPYHeaderReader(
    path: file.path, bytes: file.numbers(headerStart..<dataStart, as: UInt8.self),
    start: headerStart)
  let (elementType, shape) = try reader.header()
  guard let count = elementCount(of: shape), let size = byteCount(of: count, elementType) else {
    throw problem("the shape \(shape) has too many elements", at: headerStart)
  }
  guard size == file.count - dataStart else {
    throw problem(
      "the shape \(shape) of \(elementType.rawValue) takes \(size) bytes, "
        + "\(file.count - dataStart) follow the header", at: dataStart)
  }
  let name = folderAndName(file.path).name
  return TensorInfo(
    name: isNPYName(name) ? String(name.dropLast(4)) : name, elementType: elementType,
    shape: shape, byteRange: dataStart..<file.count, count: count)
}

/// Whether a file name ends in `.npy` and has more than that.
func isNPYName(_ name: String) -> Bool { name.utf8.count > 4 && name.hasSuffix(".npy") }

/// Reads the one kind of Python literal that numpy writes.
private struct NPYHeaderReader {
  let path: String
  let bytes: [UInt8]
  /// Where the literal lies in the file.
  let start: Int
  var offset = 0

  mutating func header() throws(TensorFileError) -> (ElementType, [Int]) {
    var elementType: ElementType?
    var isFortranOrder: Bool?
    var shape: [Int]?
    try expect("{")
    while !skip("}") {
      let place = offset
      let isRepeated: Bool
      switch try string() {
      case "descr":
        isRepeated = elementType != nil
        try expect(":")
        elementType = try self.elementType()
      case "fortran_order":
        isRepeated = isFortranOrder != nil
        try expect(":")
        isFortranOrder = try bool()
      case "shape":
        isRepeated = shape != nil
        try expect(":")
        shape = try tuple()
      case let key: throw problem("an unknown key `\(key)`", at: place)
      }
      if isRepeated { throw problem("a key is there twice", at: place) }
      if !skip(",") {
        try expect("}")
        break
      }
    }
    skipSpaces()
    if offset < bytes.count { throw problem("text after the header's `}`") }
    guard let elementType, let isFortranOrder, let shape else {
      throw problem("the header lacks `descr`, `fortran_order` or `shape`", at: 0)
    }
    if isFortranOrder, shape.count > 1 {
      throw problem("the array is in Fortran order; save `numpy.ascontiguousarray` of it", at: 0)
    }
    return (elementType, shape)
  }

  private func problem(_ reason: String, at place: Int? = nil) -> TensorFileError {
    TensorFileError(path: path, place: .byte(start + (place ?? offset)), reason: reason)
  }

  private mutating func skipSpaces() {
    while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x0A { offset += 1 }
  }

  /// Skips spaces and then, if it is next, a character and the spaces behind it.
  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
    offset += 1
    skipSpaces()
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(TensorFileError) {
    if !skip(character) { throw problem("`\(character)` is missing in the header") }
  }

  /// A quoted string; numpy writes none that needs an escape.
  private mutating func string() throws(TensorFileError) -> String {
    let place = offset
    guard offset < bytes.count, bytes[offset] == 0x27 || bytes[offset] == 0x22 else {
      throw problem("a quoted string is missing in the header")
    }
    let quote = bytes[offset]
    offset += 1
    let content = bytes[offset...].prefix { $0 != quote && $0 != UInt8(ascii: "\\") && $0 < 0x80 }
    offset = content.endIndex
    guard offset < bytes.count, bytes[offset] == quote else {
      throw problem("a string that numpy does not write", at: place)
    }
    offset += 1
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func elementType() throws(TensorFileError) -> ElementType {
    let place = offset
    guard offset < bytes.count, bytes[offset] != UInt8(ascii: "[") else {
      throw problem("the array holds records, not plain numbers")
    }
    let description = try string()
    switch description {
    case "<f4": return .float32
    case "<f2": return .float16
    case "<f8": return .float64
    case "<i4": return .int32
    case "<i8": return .int64
    case "|u1": return .uint8
    case "|b1": return .bool
    case "|i1": return .int8
    case "<i2": return .int16
    case "<u2": return .uint16
    case "<u4": return .uint32
    case "<u8": return .uint64
    case "<c8": return .complex64
    default:
      let kind = description.hasPrefix(">") ? "is big-endian" : "is not read here"
      throw problem("the element type `\(description)` \(kind)", at: place)
    }
  }

  private mutating func bool() throws(TensorFileError) -> Bool {
    for (word, value) in [("True", true), ("False", false)]
    where bytes[offset...].starts(with: word.utf8) {
      offset += word.utf8.count
      return value
    }
    throw problem("`True` or `False` is missing in the header")
  }

  /// `()`, `(3,)`, `(3, 4)`; `(3)` is a number in Python, not a shape.
  private mutating func tuple() throws(TensorFileError) -> [Int] {
    try expect("(")
    var extents: [Int] = []
    var endsInComma = true
    while !skip(")") {
      if !endsInComma { throw problem("`,` or `)` is missing in the shape") }
      extents.append(try integer())
      endsInComma = skip(",")
    }
    if extents.count == 1, !endsInComma { throw problem("the shape is not a tuple") }
    return extents
  }

  private mutating func integer() throws(TensorFileError) -> Int {
    let digits = bytes[offset...].prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard let value = Int(String(decoding: digits, as: UTF8.self)) else {
      throw problem("an extent of at least 0 is missing in the shape")
    }
    offset = digits.endIndex
    return value
  }
}
