/// The words of a name as programs write it, `greenTomato` or `GreenTomato`; nil for any other text.
///
/// `iPhone`, `LiDAR` and `YouTube` are written so everywhere: a part of less than three letters is no
/// word, and behind a capital at the start all parts have to be English words of at least four.
func spoken(_ text: String) -> String? {
  guard hasHump(text.utf8) else { return nil }
  let written = text.split(separator: " ")
  var words: [String] = []
  for word in written {
    guard let parts = parts(of: word) else { return nil }
    let isCapital = parts.count > 1 && word.utf8.first.map(isUpper) ?? false
    if isCapital, written.count > 1 { return nil }
    let least = isCapital ? 4 : 3
    if parts.count > 1, !parts.allSatisfy({ $0.utf8.count >= least }) { return nil }
    if isCapital, !parts.allSatisfy({ EnglishWords.shared.knows(Array($0.utf8)) }) { return nil }
    words += parts
  }
  return words.joined(separator: " ")
}

/// The word cut before its capitals, in lower case; nil where it holds more than letters of English.
private func parts(of word: Substring) -> [String]? {
  var parts: [String] = []
  for byte in word.utf8 {
    guard isUpper(byte) || (0x61...0x7A).contains(byte) else { return nil }
    if parts.isEmpty || isUpper(byte) { parts.append("") }
    parts[parts.count - 1].unicodeScalars.append(Unicode.Scalar(byte | 0x20))
  }
  return parts
}

private func hasHump(_ utf8: String.UTF8View) -> Bool {
  var isBehindSmall = false
  for byte in utf8 {
    if isBehindSmall, isUpper(byte) { return true }
    isBehindSmall = (0x61...0x7A).contains(byte)
  }
  return false
}

private func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
