import CUTF8Proc

/// Unicode's normal form C.
func composed(_ codes: [UInt32]) -> [UInt32] {
  // Nothing below U+0300 combines or has another composed form.
  if codes.allSatisfy({ $0 < 0x300 }) { return codes }
  return joined(decomposed(codes))
}

/// Unicode's normal form D.
func decomposed(_ codes: [UInt32]) -> [UInt32] { ordered(codes, UTF8PROC_DECOMPOSE.rawValue) }

/// Unicode's normal form KC.
func compatibilityComposed(_ codes: [UInt32]) -> [UInt32] {
  joined(ordered(codes, UTF8PROC_DECOMPOSE.rawValue | UTF8PROC_COMPAT.rawValue))
}

/// How combining characters after one starter are ordered (Unicode Standard Annex #44).
func combiningClass(_ code: UInt32) -> Int {
  guard code >= 0x300, let property = unsafe utf8proc_get_property(Int32(bitPattern: code)) else {
    return 0
  }
  return unsafe Int(property.pointee.combining_class)
}

/// Decomposes every character, and sorts each run of combining characters by their class. The library's
/// own sort takes quadratic time for a long run.
private func ordered(_ codes: [UInt32], _ options: UInt32) -> [UInt32] {
  var result: [UInt32] = []
  result.reserveCapacity(codes.count)
  var run: [(combiningClass: Int, index: Int, code: UInt32)] = []
  func sortRun() {
    guard !run.isEmpty else { return }
    run.sort { ($0.combiningClass, $0.index) < ($1.combiningClass, $1.index) }
    for item in run { result.append(item.code) }
    run.removeAll(keepingCapacity: true)
  }
  func append(_ part: UInt32) {
    let combiningClass = combiningClass(part)
    if combiningClass == 0 {
      sortRun()
      result.append(part)
    } else {
      run.append((combiningClass, run.count, part))
    }
  }
  // U+FDFA has the longest decomposition, eighteen characters.
  var parts = [Int32](repeating: 0, count: 18)
  for code in codes {
    if code < 0xA0 {
      append(code)
      continue
    }
    let count = unsafe parts.withUnsafeMutableBufferPointer { buffer in
      var boundary: Int32 = 0
      return unsafe utf8proc_decompose_char(
        Int32(bitPattern: code), buffer.baseAddress, buffer.count,
        utf8proc_option_t(rawValue: options), &boundary)
    }
    // What is no character stays as it is.
    if (1...parts.count).contains(count) {
      for part in parts.prefix(count) { append(UInt32(bitPattern: part)) }
    } else {
      append(code)
    }
  }
  sortRun()
  return result
}

/// Composes what is decomposed and in order.
private func joined(_ codes: [UInt32]) -> [UInt32] {
  var buffer = codes.map(Int32.init(bitPattern:))
  let count = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
    // Stable: without the composed characters that Unicode excludes.
    unsafe utf8proc_normalize_utf32(
      buffer.baseAddress, buffer.count,
      utf8proc_option_t(rawValue: UTF8PROC_COMPOSE.rawValue | UTF8PROC_STABLE.rawValue))
  }
  return count < 0 ? codes : buffer.prefix(count).map(UInt32.init(bitPattern:))
}
