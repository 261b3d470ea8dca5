import Foundation

/// Unicode's normal form C.
func composed(_ codes: [UInt32]) -> [UInt32] {
  // Nothing below U+0300 combines or has another composed form.
  if codes.allSatisfy({ $0 < 0x300 }) { return codes }
  guard CanonicalOrder.isNeeded(codes) || isMistakenByFoundation(codes) else {
    return composedByFoundation(codes[...])
  }
  var order = CanonicalOrder()
  return order.composed(codes)
}

/// Whether Foundation could take a character beyond the first plane for the one with the same last
/// sixteen bits: it composes U+F0061 and an accent as if the first were `a`. The private characters of
/// the last plane it also decomposes so.
private func isMistakenByFoundation(_ codes: [UInt32]) -> Bool {
  guard codes.contains(where: { $0 >= 0x10000 }) else { return false }
  var isBeyond = false
  for code in codes {
    if code >= 0x100000 { return true }
    if isBeyond, code >= 0x300, isMark(code) { return true }
    isBeyond = code >= 0x10000
  }
  return false
}

private func isMark(_ code: UInt32) -> Bool {
  switch Unicode.Scalar(code)?.properties.generalCategory {
  case .nonspacingMark, .spacingMark, .enclosingMark: true
  default: false
  }
}

/// Normal form C of few combining characters in a row.
func composedByFoundation(_ codes: ArraySlice<UInt32>) -> [UInt32] {
  withComposedHangul(codePoints(text(codes).precomposedStringWithCanonicalMapping))
}

/// Joins a Hangul syllable without a final consonant and the final consonant after it, which Foundation
/// does only where the syllable was decomposed too.
private func withComposedHangul(_ codes: [UInt32]) -> [UInt32] {
  guard codes.contains(where: { (0x11A8...0x11C2).contains($0) }) else { return codes }
  var result: [UInt32] = []
  result.reserveCapacity(codes.count)
  for code in codes {
    if let last = result.last, (0x11A8...0x11C2).contains(code), (0xAC00...0xD7A3).contains(last),
      (last - 0xAC00) % 28 == 0
    {
      result[result.count - 1] = last + code - 0x11A7
    } else {
      result.append(code)
    }
  }
  return result
}

/// Unicode's normal form D.
func decomposed(_ codes: [UInt32]) -> [UInt32] {
  codePoints(text(codes).decomposedStringWithCanonicalMapping)
}

/// Unicode's normal form KC.
func compatibilityComposed(_ codes: [UInt32]) -> [UInt32] {
  codePoints(text(codes).precomposedStringWithCompatibilityMapping)
}
