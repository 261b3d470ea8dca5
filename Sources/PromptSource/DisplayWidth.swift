/// The number of terminal cells a character takes: two for the wide scripts and for whatever is drawn
/// as one emoji (sequences with joiners, flags, skin tones), none for marks without a letter.
package func displayWidth(of character: Character) -> Int {
  let scalars = character.unicodeScalars
  guard let first = scalars.first, scalars.count > 1 else {
    return scalars.first.map(displayWidth(of:)) ?? 0
  }
  if first.properties.isEmoji, isEmojiSequence(scalars) { return 2 }
  // Letters with marks; two regional indicators make a flag of two cells.
  return scalars.reduce(0) { $0 + displayWidth(of: $1) }
}

/// The number of terminal cells a scalar takes on its own: 0 for marks that combine, 2 for the wide
/// scripts and emoji (Unicode TR11 classes W and F), else 1.
package func displayWidth(of scalar: Unicode.Scalar) -> Int {
  if scalar.isASCII { return 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: break
  }
  if joiningJamo.contains(where: { $0.contains(scalar.value) }) { return 0 }
  if regionalIndicators.contains(scalar.value) { return 1 }
  if scalar.properties.isEmojiPresentation { return 2 }
  return wideBlocks.contains { $0.contains(scalar.value) } ? 2 : 1
}

/// Whether what follows an emoji makes it one picture: a joiner, the emoji variation selector, a skin
/// tone, a keycap or the tags of a flag.
private func isEmojiSequence(_ scalars: Character.UnicodeScalarView) -> Bool {
  scalars.dropFirst().contains {
    $0.value == 0x200D || $0.value == 0xFE0F || $0.value == 0x20E3
      || $0.properties.isEmojiModifier || (0xE0020...0xE007F).contains($0.value)
  }
}

private let regionalIndicators: ClosedRange<UInt32> = 0x1F1E6...0x1F1FF

/// Vowels and endings of Hangul, which join the wide consonant before them.
private let joiningJamo: [ClosedRange<UInt32>] = [0x1160...0x11FF, 0xD7B0...0xD7FB]

/// By block; emoji are found by their property.
private let wideBlocks: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
  0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
  0x1AFF0...0x1B2FF, 0x20000...0x3FFFD,
]
