/// The code points of a text. Cleaning and splitting work on these; they hold no surrogates.
func codePoints(_ text: String) -> [UInt32] {
  var codes: [UInt32] = []
  codes.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars { codes.append(scalar.value) }
  return codes
}

/// The text of code points.
func text(_ codes: [UInt32]) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(codes.count)
  for code in codes { appendUTF8(code, to: &bytes) }
  return String(decoding: bytes, as: UTF8.self)
}

/// Appends a code point's UTF-8.
func appendUTF8(_ code: UInt32, to bytes: inout [UInt8]) {
  switch code {
  case 0..<0x80: bytes.append(UInt8(truncatingIfNeeded: code))
  case 0x80..<0x800:
    bytes.append(0xC0 | UInt8(truncatingIfNeeded: code >> 6))
    bytes.append(continuation(code))
  case 0x800..<0x10000:
    bytes.append(0xE0 | UInt8(truncatingIfNeeded: code >> 12))
    bytes.append(continuation(code >> 6))
    bytes.append(continuation(code))
  default:
    bytes.append(0xF0 | UInt8(truncatingIfNeeded: code >> 18))
    bytes.append(continuation(code >> 12))
    bytes.append(continuation(code >> 6))
    bytes.append(continuation(code))
  }
}

private func continuation(_ bits: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: bits & 0x3F) }

extension UInt32 {
  /// The code of an ASCII character.
  init(ascii scalar: Unicode.Scalar) { self = scalar.value }

  var isASCIILetter: Bool { self | 0x20 >= 0x61 && self | 0x20 <= 0x7A && self < 0x80 }
  var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }

  /// Python's `str.isspace`: what `str.split` splits at.
  var isPythonSpace: Bool {
    switch self {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
      0x205F, 0x3000:
      true
    default: false
    }
  }
}
