/// Lower-cases as Python's `str.lower` does: the full mapping of each character, and a capital sigma at
/// the end of a word becomes its final form (Unicode's Final_Sigma).
func lowered(_ codes: [UInt32]) -> [UInt32] {
  var lower: [UInt32] = []
  lower.reserveCapacity(codes.count)
  for (index, code) in codes.enumerated() {
    if code == 0x3A3 {
      lower.append(isFinalSigma(at: index, in: codes) ? 0x3C2 : 0x3C3)
    } else {
      appendLowered(code, to: &lower)
    }
  }
  return lower
}

/// Lower-cases each character by itself, as Hugging Face's tokenizers do.
func loweredEach(_ codes: [UInt32]) -> [UInt32] {
  var lower: [UInt32] = []
  lower.reserveCapacity(codes.count)
  for code in codes { appendLowered(code, to: &lower) }
  return lower
}

private func appendLowered(_ code: UInt32, to lower: inout [UInt32]) {
  if code < 0x80 {
    lower.append(code >= 0x41 && code <= 0x5A ? code + 0x20 : code)
  } else if let scalar = Unicode.Scalar(code) {
    for mapped in scalar.properties.lowercaseMapping.unicodeScalars { lower.append(mapped.value) }
  }
}

private func isFinalSigma(at index: Int, in codes: [UInt32]) -> Bool {
  guard let before = codes[..<index].last(where: { !isCaseIgnorable($0) }), isCased(before) else {
    return false
  }
  guard let after = codes[(index + 1)...].first(where: { !isCaseIgnorable($0) }) else {
    return true
  }
  return !isCased(after)
}

private func isCaseIgnorable(_ code: UInt32) -> Bool {
  Unicode.Scalar(code)?.properties.isCaseIgnorable ?? false
}

private func isCased(_ code: UInt32) -> Bool {
  Unicode.Scalar(code)?.properties.isCased ?? false
}
