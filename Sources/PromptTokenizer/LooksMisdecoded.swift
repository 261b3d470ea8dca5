/// Whether `ftfy` would take the text for one that was decoded with the wrong encoding, such as
/// `cafÃ©` for `café`, and might repair it where ``cleanText(_:)`` does not.
package func looksMisdecoded(_ text: String) -> Bool {
  if text.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "&") }) { return false }
  var isMisdecoded = false
  _ = fixedText(codePoints(text)) { line in
    if !isMisdecoded { isMisdecoded = MisdecodedPattern.shared.matches(line) }
  }
  return isMisdecoded
}

/// ftfy's pattern: short sequences of sets of characters, at any place.
private struct MisdecodedPattern: Sendable {
  static let shared = MisdecodedPattern()

  /// A bit for each set, for every character that some set names.
  private var masks: [UInt32: UInt128] = [:]
  private var sequences: [(isAnchored: Bool, sets: [UInt128])] = []
  private var word: UInt128 = 0
  private var space: UInt128 = 0
  private var other: UInt128 = 0

  private init() {
    for entry in MisdecodedTable.members.split(whereSeparator: \.isWhitespace) {
      let halves = entry.split(separator: ":", maxSplits: 1)
      guard halves.count == 2, let mask = UInt128(halves[0], radix: 16) else { continue }
      for code in halves[1].split(separator: ",").compactMap({ UInt32($0, radix: 16) }) {
        masks[code] = mask
      }
    }
    for entry in MisdecodedTable.sequences.split(whereSeparator: \.isWhitespace) {
      let sets = entry.drop { $0 == "^" }.split(separator: ".").compactMap { Int($0, radix: 36) }
      sequences.append((entry.first == "^", sets.map { UInt128(1) << UInt128($0) }))
    }
    let others = MisdecodedTable.others.split(whereSeparator: \.isWhitespace)
      .compactMap { UInt128($0, radix: 16) }
    if others.count == 3 { (word, space, other) = (others[0], others[1], others[2]) }
  }

  func matches(_ line: [UInt32]) -> Bool {
    if line.allSatisfy({ $0 < 0x80 }) { return false }
    let masks = line.map(mask)
    return masks.indices.contains { start in
      sequences.contains { sequence in
        masks[start] & (sequence.sets.first ?? 0) != 0
          && (!sequence.isAnchored || start == 0) && start + sequence.sets.count <= masks.count
          && zip(sequence.sets, masks[start...]).allSatisfy { $0 & $1 != 0 }
      }
    }
  }

  private func mask(_ code: UInt32) -> UInt128 {
    if let mask = masks[code] { return mask }
    let traits = ScalarTraits.of(code)
    var mask = other
    if traits.contains(.letter) || traits.contains(.number) { mask |= word }
    if code.isPythonSpace { mask |= space }
    return mask
  }
}
