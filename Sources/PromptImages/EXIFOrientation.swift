/// How a camera says a picture is to be turned, 1 to 8, by tag 0x0112 of the first directory of its
/// EXIF segment (CIPA DC-008); 1, upright, where nothing valid is said.
func exifOrientation(ofJPEG bytes: [UInt8]) -> Int {
  var offset = 2
  // Segments are a marker and a length; the picture's data begins with marker 0xDA.
  while offset + 4 <= bytes.count, bytes[offset] == 0xFF {
    let marker = bytes[offset + 1]
    if marker == 0xFF {
      offset += 1
      continue
    }
    if marker == 0xDA || marker == 0xD9 { return 1 }
    let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
    let end = offset + 2 + length
    guard length >= 2, end <= bytes.count else { return 1 }
    let content = bytes[offset + 4..<end]
    if marker == 0xE1, content.starts(with: Array("Exif\0\0".utf8)) {
      return orientation(inTIFF: Array(content.dropFirst(6)))
    }
    offset = end
  }
  return 1
}

/// The same of a PNG file, by its chunk eXIf (PNG third edition, 11.3.4.5).
func exifOrientation(ofPNG bytes: [UInt8]) -> Int {
  var offset = 8
  // Chunks are a length, a type, the content and a check sum.
  while offset + 12 <= bytes.count {
    let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.count - offset - 12 else { return 1 }
    let content = bytes[offset + 8..<offset + 8 + length]
    switch bytes[offset + 4..<offset + 8] {
    case [0x65, 0x58, 0x49, 0x66]: return orientation(inTIFF: Array(content))
    case [0x49, 0x45, 0x4E, 0x44]: return 1
    default: offset += 12 + length
    }
  }
  return 1
}

private func orientation(inTIFF bytes: [UInt8]) -> Int {
  let isLittle = bytes.starts(with: [0x49, 0x49, 42, 0])
  guard isLittle || bytes.starts(with: [0x4D, 0x4D, 0, 42]) else { return 1 }
  func number(_ offset: Int, _ count: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - count else { return nil }
    let part = bytes[offset..<offset + count]
    return (isLittle ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
  }
  guard let directory = number(4, 4), let count = number(directory, 2) else { return 1 }
  for entry in 0..<count {
    let start = directory + 2 + entry * 12
    guard let tag = number(start, 2) else { return 1 }
    guard tag == 0x0112 else { continue }
    // One 16-bit number, in the first two bytes of the value.
    guard number(start + 2, 2) == 3, number(start + 4, 4) == 1,
      let value = number(start + 8, 2), (1...8).contains(value)
    else { return 1 }
    return value
  }
  return 1
}

/// A picture turned upright from its stored form.
func turned(
  _ pixels: [UInt8], width: Int, height: Int, by orientation: Int
) -> (width: Int, height: Int, pixels: [UInt8]) {
  if orientation == 1 { return (width, height, pixels) }
  let swapsAxes = orientation >= 5
  let (newWidth, newHeight) = swapsAxes ? (height, width) : (width, height)
  // Which stored axes run backwards, by the eight values' definition.
  let flipsColumns = [2, 3, 7, 8].contains(orientation)
  let flipsRows = [3, 4, 6, 7].contains(orientation)
  var upright = [UInt8](repeating: 0, count: pixels.count)
  let source = pixels.span
  var target = upright.mutableSpan
  for row in 0..<newHeight {
    for column in 0..<newWidth {
      let (storedRow, storedColumn) = swapsAxes ? (column, row) : (row, column)
      let y = flipsRows ? height - 1 - storedRow : storedRow
      let x = flipsColumns ? width - 1 - storedColumn : storedColumn
      let from = (y * width + x) * 3
      let to = (row * newWidth + column) * 3
      target[to] = source[from]
      target[to + 1] = source[from + 1]
      target[to + 2] = source[from + 2]
    }
  }
  return (newWidth, newHeight, upright)
}
