/// What `ftfy` puts in the place of one character: controls of ISO 8859-1 read as Windows-1252, Latin
/// ligatures taken apart, full-width and half-width forms made usual, quotes made straight, line breaks
/// made `\n`, needless controls dropped (empty). Nil where the character stays.
func fixedCharacters(_ code: UInt32) -> [UInt32]? {
  switch code {
  case 0x0D, 0x2028, 0x2029: return [0x0A]
  case 0x00...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFC: return []
  case 0x20..<0x7F: return nil
  case 0x80...0x9F:
    let character = windows1252(code)
    return character == code ? nil : fixedCharacters(character) ?? [character]
  case 0x02BC, 0x2018...0x201B: return [UInt32(ascii: "'")]
  case 0x201C...0x201F: return [UInt32(ascii: "\"")]
  case 0x0132: return codePoints("IJ")
  case 0x0133: return codePoints("ij")
  case 0x0149: return codePoints("'n")
  case 0x01C4: return codePoints("D\u{17D}")
  case 0x01C5: return codePoints("D\u{17E}")
  case 0x01C6: return codePoints("d\u{17E}")
  case 0x01C7: return codePoints("LJ")
  case 0x01C8: return codePoints("Lj")
  case 0x01C9: return codePoints("lj")
  case 0x01CA: return codePoints("NJ")
  case 0x01CB: return codePoints("Nj")
  case 0x01CC: return codePoints("nj")
  case 0x01F1: return codePoints("DZ")
  case 0x01F2: return codePoints("Dz")
  case 0x01F3: return codePoints("dz")
  case 0xFB00: return codePoints("ff")
  case 0xFB01: return codePoints("fi")
  case 0xFB02: return codePoints("fl")
  case 0xFB03: return codePoints("ffi")
  case 0xFB04: return codePoints("ffl")
  case 0xFB05: return codePoints("\u{17F}t")
  case 0xFB06: return codePoints("st")
  case 0x3000: return [0x20]
  case 0xFF01...0xFFEF: return widthForms[Int(code - 0xFF01)]
  default: return nil
  }
}

/// The usual forms of U+FF01 to U+FFEF, nil where they have none.
private let widthForms: [[UInt32]?] = (UInt32(0xFF01)...0xFFEF).map { code in
  let usual = compatibilityComposed([code])
  return usual == [code] ? nil : usual
}
