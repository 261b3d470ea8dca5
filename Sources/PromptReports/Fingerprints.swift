import PromptSource

extension Findings {
  /// One text per finding that stays the same when lines move: made of the file, the rule, the message
  /// and the line it stands on, and counted up where all of these are equal.
  ///
  /// 16 hexadecimal digits of FNV-1a (Fowler, Noll, Vo), 64 bits.
  func fingerprints() -> [String] {
    var seen: [String: Int] = [:]
    return diagnostics.map { diagnostic in
      let place = diagnostic.place
      let line = place.file.text(place.file.range(ofLine: place.start.line))
      let words = line.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
      let identity = [
        unixPath(place.file.path), diagnostic.rule.code, diagnostic.message, words,
      ].joined(separator: "\u{0}")
      let repetition = seen[identity, default: 0]
      seen[identity] = repetition + 1
      return hexadecimalHash(of: identity + "\u{0}\(repetition)")
    }
  }
}

private func hexadecimalHash(of text: String) -> String {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

/// A path as report readers want it: relative paths without a leading `./`.
func unixPath(_ path: String) -> String {
  path.hasPrefix("./") ? String(path.dropFirst(2)) : path
}
