import Foundation

/// Unicode's normal form C.
func composed(_ codes: [UInt32]) -> [UInt32] {
  // Nothing below U+0300 combines or has another composed form.
  if codes.allSatisfy({ $0 < 0x300 }) { return codes }
  return codePoints(text(codes).precomposedStringWithCanonicalMapping)
}

/// Unicode's normal form D.
func decomposed(_ codes: [UInt32]) -> [UInt32] {
  codePoints(text(codes).decomposedStringWithCanonicalMapping)
}

/// Unicode's normal form KC.
func compatibilityComposed(_ codes: [UInt32]) -> [UInt32] {
  codePoints(text(codes).precomposedStringWithCompatibilityMapping)
}
