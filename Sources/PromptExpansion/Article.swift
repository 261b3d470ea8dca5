/// The indefinite article a phrase takes by its sound: "a" or "an"; nil where it has a determiner.
///
/// Letters and numbers are read out: "an SUV", "an 8-wheeler", "a UFO".
package func article(for phrase: String) -> String? {
  let words = phrase.split { $0 == " " || $0 == "\t" }
  guard var word = words.first else { return nil }
  if words.count > 1, determiners.contains(word.lowercased()) || word == "a" || word == "an" {
    return nil
  }
  while let first = word.unicodeScalars.first, !first.properties.isAlphabetic,
    first.properties.numericType == nil
  {
    word.unicodeScalars.removeFirst()
  }
  guard let first = word.unicodeScalars.first else { return "a" }
  if first.properties.numericType != nil { return soundsVowel(number: word) ? "an" : "a" }
  let part = word.split { $0 == "-" || $0 == "'" || $0 == "’" || $0 == "." }.first ?? word
  if isSpelled(part) { return soundsVowel(letter: first) ? "an" : "a" }
  return soundsVowel(word: part.lowercased(), hyphenated: part.endIndex < word.endIndex)
    ? "an" : "a"
}

/// `no`, `one`, `two` are left out: "a no entry sign", "a one way street".
private let determiners: Set<String> = [
  "the", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their",
  "some", "any", "each", "every", "another", "both", "many", "several", "few",
]

private func soundsVowel(number word: Substring) -> Bool {
  let digits = word.unicodeScalars.prefix {
    $0.properties.numericType != nil || $0 == "," || $0 == "."
  }
  let whole = digits.prefix { $0 != "." }.filter { $0 != "," }.map(String.init).joined()
  if whole.hasPrefix("8") { return true }
  guard whole.hasPrefix("11") || whole.hasPrefix("18") else { return false }
  // Eleven and eighteen, alone or before the thousands; 1100 and 1800, read in hundreds.
  return whole.count % 3 == 2
    || (whole.count == 4 && whole.ends("00") && !digits.contains(","))
}

/// Letters whose name begins with a vowel: "an F", "an X".
private func soundsVowel(letter: Unicode.Scalar) -> Bool {
  "aefhilmnorsxAEFHILMNORSX".unicodeScalars.contains(letter)
}

/// Whether a word is read letter by letter: one letter (`U-turn`, `x-ray`), or capitals and digits
/// that nobody could say as a word (`MRI`, `HVAC`, but not `NATO`, `STOP`).
private func isSpelled(_ word: Substring) -> Bool {
  let bytes = Array(word.utf8)
  let letters = bytes.prefix { (0x41...0x5A).contains($0) }
  // A plural or a number may follow: `SUVs`, `H2O`, `F16`.
  let rest = bytes.dropFirst(letters.count)
  if bytes.count == 1 { return bytes[0] | 0x20 >= 0x61 && bytes[0] | 0x20 <= 0x7A }
  if letters.isEmpty {
    // `f16`, `h2o`: a letter before a digit.
    return bytes[0] | 0x20 >= 0x61 && bytes[0] | 0x20 <= 0x7A && (0x30...0x39).contains(bytes[1])
  }
  guard
    rest.isEmpty || (0x30...0x39).contains(rest[rest.startIndex])
      || (letters.count > 1 && rest.elementsEqual("s".utf8))
  else { return false }
  if letters.count == 1 { return true }
  let text = String(decoding: letters, as: UTF8.self)
  if letters.count <= 3 { return !shortWords.contains(text) }
  return !isPronounceable(Array(letters))
}

/// Three capitals or fewer that are read as a word.
private let shortWords: Set<String> = [
  "LAN", "WAN", "RAM", "ROM", "SIM", "HUD", "MAC", "SAM", "SUB", "SAP", "HIP", "HOT", "MAN", "MEN",
  "RED", "NEW", "MAX", "MIG", "RIB", "FAX", "NUT", "SKI", "SEA", "SUN", "SUM", "HI", "NO", "LOW",
  "ONE", "USE",
]

/// Whether capitals begin as an English word does: vowels, or consonants that can open a syllable.
private func isPronounceable(_ letters: [UInt8]) -> Bool {
  let onset = letters.prefix { !Array("AEIOUY".utf8).contains($0) }
  guard onset.count < letters.count else { return false }
  if onset.count <= 1 { return true }
  let clusters: Set<String> = [
    "BL", "BR", "CH", "CL", "CR", "DR", "DW", "FL", "FR", "GL", "GR", "KN", "PH", "PL", "PR", "QU",
    "SC", "SCH", "SCR", "SH", "SK", "SL", "SM", "SN", "SP", "SPL", "SPR", "SQ", "ST", "STR", "SW",
    "TH", "TR", "TW", "WH", "WR",
  ]
  return clusters.contains(String(decoding: onset, as: UTF8.self))
}

private func soundsVowel(word: String, hyphenated: Bool) -> Bool {
  guard let first = word.unicodeScalars.first else { return false }
  func begins(_ start: String) -> Bool { word.hasPrefix(start) }
  switch first {
  case "a", "i": return true
  case "e":
    // "yoo": European, eucalyptus, ewe.
    return !(begins("eu") || begins("ewe"))
  case "o":
    // "wun": one, once, one-way, oneself; "wee": Ouija.
    return
      !(word == "one" || word == "once" || word == "ones" || begins("onese") || begins("oneti")
      || begins("ouija") || begins("oui"))
  case "u": return !beginsWithYoo(word)
  case "h":
    return begins("hour") || begins("honest") || begins("honor") || begins("honour")
      || begins("heir")
  case "y": return begins("yt") || begins("yv")
  default:
    // À, é, ö: a letter with a mark sounds like its letter.
    return "àáâãäåæèéêëìíîïòóôõöøœùúûü".unicodeScalars.contains(first)
  }
}

/// Words in u- that begin as "you" does: a uniform, a utility pole, but an umbrella, an uncle.
private func beginsWithYoo(_ word: String) -> Bool {
  func begins(_ start: String) -> Bool { word.hasPrefix(start) }
  if begins("uni") {
    // Un- before a word in i: unidentified, unimproved, uninhabited.
    return !["unid", "unim", "unin"].contains(where: begins) || begins("unimog")
  }
  let starts = [
    "use", "usa", "usu", "uti", "ute", "uto", "ubi", "ubo", "ukr", "uku", "uke", "ura", "ure",
    "uri",
    "uro", "uru", "unan", "ufo", "uga", "ugo", "uva", "uvu", "uvi", "uve", "u-",
  ]
  return starts.contains(where: begins)
}
