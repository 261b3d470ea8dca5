import PromptJSON

/// What a safetensors header says, every rule of the format checked.
struct SafetensorsHeader {
  var metadata: [String: String]
  /// By place in the file, covering its data without hole or overlap.
  var tensors: [TensorInfo]
  /// Where in ``tensors`` each name is.
  var positions: [String: Int]
}

extension SafetensorsHeader {
  /// Puts the tensors in the order of their data, in which nearly every writer names them.
  fileprivate mutating func orderByPlace() {
    func isInOrder(_ a: TensorInfo, _ b: TensorInfo) -> Bool {
      (a.byteRange.lowerBound, a.byteRange.upperBound)
        < (b.byteRange.lowerBound, b.byteRange.upperBound)
    }
    if zip(tensors, tensors.dropFirst()).allSatisfy({ !isInOrder($1, $0) }) { return }
    tensors.sort(by: isInOrder)
    for (position, tensor) in tensors.enumerated() { positions[tensor.name] = position }
  }
}

/// Reads and checks the header of a safetensors file.
func readSafetensorsHeader(of file: MappedFile) throws(TensorFileError) -> SafetensorsHeader {
  func problem(_ reason: String, at place: TensorFileError.Place) -> TensorFileError {
    TensorFileError(path: file.path, place: place, reason: reason)
  }
  guard file.count >= 8 else {
    throw problem(
      "\(file.count) bytes, too short for a safetensors file: 8 bytes of header length come first",
      at: .byte(file.count))
  }
  let length = file.numbers(0..<8, as: UInt8.self)
    .reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  guard length <= UInt64(SafetensorsFile.maximumHeaderSize) else {
    throw problem(
      "header length \(length) is above the format's limit of "
        + "\(SafetensorsFile.maximumHeaderSize); not a safetensors file?", at: .byte(0))
  }
  guard length <= UInt64(file.count - 8) else {
    throw problem(
      "header length \(length) passes the end of the file, which has \(file.count) bytes",
      at: .byte(0))
  }
  let dataStart = 8 + Int(length)
  var reader = SafetensorsHeaderReader(
    path: file.path, bytes: file.numbers(8..<dataStart, as: UInt8.self), dataStart: dataStart)
  var header = try reader.header()
  header.orderByPlace()
  var end = dataStart
  for tensor in header.tensors {
    let start = tensor.byteRange.lowerBound
    if start != end {
      throw problem(
        start < end
          ? "overlaps the tensor before it: starts at data offset \(start - dataStart), "
            + "which ends at \(end - dataStart)"
          : "leaves a hole: starts at data offset \(start - dataStart) where "
            + "\(end - dataStart) is next",
        at: .tensor(tensor.name))
    }
    end = tensor.byteRange.upperBound
    if end > file.count {
      throw problem(
        "ends at byte \(end), past the end of the file, which has \(file.count) bytes",
        at: .tensor(tensor.name))
    }
  }
  if end != file.count {
    throw problem("\(file.count - end) bytes follow the last tensor", at: .byte(end))
  }
  return header
}

/// Walks the header's JSON, which has one fixed shape, without building a tree of it.
private struct SafetensorsHeaderReader {
  let path: String
  let bytes: [UInt8]
  let dataStart: Int
  private var offset = 0
  private var lastType = ElementType.float32

  init(path: String, bytes: [UInt8], dataStart: Int) {
    self.path = path
    self.bytes = bytes
    self.dataStart = dataStart
  }

  mutating func header() throws(TensorFileError) -> SafetensorsHeader {
    guard bytes.first == UInt8(ascii: "{") else {
      throw problem("a header begins with `{`; not a safetensors file?")
    }
    var metadata: [String: String]?
    var tensors: [TensorInfo] = []
    // An entry takes some 80 bytes at least.
    var positions = [String: Int](minimumCapacity: bytes.count / 80)
    try object { reader, name, place throws(TensorFileError) in
      if name == "__metadata__" {
        if metadata != nil { throw reader.problem("`__metadata__` is there twice", at: place) }
        metadata = try reader.metadata()
        return
      }
      if positions.updateValue(tensors.count, forKey: name) != nil {
        throw reader.problem("the tensor `\(name)` is there twice", at: place)
      }
      tensors.append(try reader.entry(name))
    }
    while offset < bytes.count {
      guard bytes[offset] == UInt8(ascii: " ") else {
        throw problem("only spaces may follow the header's last `}`")
      }
      offset += 1
    }
    return SafetensorsHeader(
      metadata: metadata ?? [:], tensors: tensors, positions: positions)
  }

  private mutating func metadata() throws(TensorFileError) -> [String: String] {
    var metadata: [String: String] = [:]
    try expectObject("`__metadata__`")
    try object { reader, key, place throws(TensorFileError) in
      guard reader.next == UInt8(ascii: "\"") else {
        throw reader.problem("the metadata value of `\(key)` is not a string")
      }
      if metadata.updateValue(try reader.string(), forKey: key) != nil {
        throw reader.problem("the metadata key `\(key)` is there twice", at: place)
      }
    }
    return metadata
  }

  private mutating func entry(_ name: String) throws(TensorFileError) -> TensorInfo {
    var type: ElementType?
    var shape: [Int]?
    var offsets: [Int]?
    let start = offset
    try expectObject("the entry of tensor `\(name)`")
    try object { reader, field, place throws(TensorFileError) in
      let isRepeated: Bool
      switch field {
      case "dtype":
        isRepeated = type != nil
        type = try reader.elementType()
      case "shape":
        isRepeated = shape != nil
        shape = try reader.integers()
      case "data_offsets":
        isRepeated = offsets != nil
        offsets = try reader.integers()
      default:
        throw reader.problem("tensor `\(name)` has an unknown field `\(field)`", at: place)
      }
      if isRepeated {
        throw reader.problem("tensor `\(name)` has the field `\(field)` twice", at: place)
      }
    }
    guard let type, let shape, let offsets else {
      let missing = type == nil ? "dtype" : shape == nil ? "shape" : "data_offsets"
      throw problem("tensor `\(name)` has no `\(missing)`", at: start)
    }
    return try tensor(name, type, shape, offsets)
  }

  private func tensor(
    _ name: String, _ type: ElementType, _ shape: [Int], _ offsets: [Int]
  ) throws(TensorFileError) -> TensorInfo {
    func wrong(_ reason: String) -> TensorFileError {
      TensorFileError(path: path, place: .tensor(name), reason: reason)
    }
    guard offsets.count == 2 else {
      throw wrong("data_offsets has \(offsets.count) numbers, not 2")
    }
    guard offsets[0] <= offsets[1] else {
      throw wrong("data_offsets end at \(offsets[1]) before they start at \(offsets[0])")
    }
    guard let count = elementCount(of: shape) else {
      throw wrong("the shape \(shape) has too many elements")
    }
    guard let size = byteCount(of: count, type) else {
      throw wrong("\(count) elements of \(type.rawValue) are no whole number of bytes")
    }
    guard size == offsets[1] - offsets[0] else {
      throw wrong(
        "the shape \(shape) of \(type.rawValue) takes \(size) bytes, "
          + "data_offsets give \(offsets[1] - offsets[0])")
    }
    let end = dataStart.addingReportingOverflow(offsets[1])
    if end.overflow { throw wrong("data_offsets end at \(offsets[1]), past the end of the file") }
    return TensorInfo(
      name: name, elementType: type, shape: shape,
      byteRange: dataStart + offsets[0]..<end.partialValue, count: count)
  }

  private mutating func elementType() throws(TensorFileError) -> ElementType {
    let start = offset
    guard next == UInt8(ascii: "\"") else { throw problem("a dtype is a string") }
    let name = try string()
    if name == lastType.rawValue { return lastType }
    guard let type = ElementType(rawValue: name) else {
      throw problem("the dtype `\(name)` is unknown", at: start)
    }
    lastType = type
    return type
  }
}

extension SafetensorsHeaderReader {
  private func problem(_ reason: String, at place: Int? = nil) -> TensorFileError {
    TensorFileError(path: path, place: .byte(8 + (place ?? offset)), reason: reason)
  }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipWhiteSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  private func expectObject(_ what: String) throws(TensorFileError) {
    if next != UInt8(ascii: "{") { throw problem("\(what) is not an object") }
  }

  /// Walks an object from its `{`; the body is called at the start of each value with the key and
  /// the key's offset.
  private mutating func object(
    _ body: (inout Self, String, Int) throws(TensorFileError) -> Void
  ) throws(TensorFileError) {
    offset += 1
    skipWhiteSpace()
    if next == UInt8(ascii: "}") {
      offset += 1
      return
    }
    while true {
      let place = offset
      guard next == UInt8(ascii: "\"") else { throw problem("a key is missing") }
      let key = try string()
      skipWhiteSpace()
      guard next == UInt8(ascii: ":") else { throw problem("`:` is missing after a key") }
      offset += 1
      skipWhiteSpace()
      try body(&self, key, place)
      skipWhiteSpace()
      switch next {
      case UInt8(ascii: ","):
        offset += 1
        skipWhiteSpace()
      case UInt8(ascii: "}"):
        offset += 1
        return
      default: throw problem("`,` or `}` is missing")
      }
    }
  }

  /// A string from its quote on.
  private mutating func string() throws(TensorFileError) -> String {
    let start = offset
    var isPlain = true
    offset += 1
    while let byte = next, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") {
        isPlain = false
        offset += 1
      } else if byte < 0x20 {
        throw problem("a control character inside a string")
      }
      offset += 1
    }
    guard offset < bytes.count else { throw problem("a string without an end", at: start) }
    offset += 1
    if isPlain {
      let content = bytes.span.extracting(start + 1..<offset - 1)
      guard let text = try? UTF8Span(validating: content) else {
        throw problem("a string that is not UTF-8", at: start)
      }
      return String(copying: text)
    }
    do throws(JSONError) {
      return try readJSON(Array(bytes[start..<offset])).string ?? ""
    } catch {
      throw problem(error.reason, at: start + error.byte)
    }
  }

  /// An array of integers of at least 0, each exact.
  private mutating func integers() throws(TensorFileError) -> [Int] {
    guard next == UInt8(ascii: "[") else { throw problem("an array of integers is missing") }
    offset += 1
    var integers: [Int] = []
    skipWhiteSpace()
    if next == UInt8(ascii: "]") {
      offset += 1
      return []
    }
    while true {
      integers.append(try integer())
      skipWhiteSpace()
      switch next {
      case UInt8(ascii: ","):
        offset += 1
        skipWhiteSpace()
      case UInt8(ascii: "]"):
        offset += 1
        return integers
      default: throw problem("`,` or `]` is missing among integers")
      }
    }
  }

  private mutating func integer() throws(TensorFileError) -> Int {
    let start = offset
    var value = 0
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      if overflow || carry { throw problem("an integer is too large", at: start) }
      value = sum
      offset += 1
    }
    if offset == start { throw problem("an integer of at least 0 is missing") }
    if bytes[start] == UInt8(ascii: "0"), offset > start + 1 {
      throw problem("an integer with a leading zero", at: start)
    }
    return value
  }
}
