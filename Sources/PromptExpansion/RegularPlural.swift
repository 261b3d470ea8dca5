/// The plural of a word written together whose last part has a plural of its own: `policeman`,
/// `bookshelf`, `swordfish`, `kitchenware`. nil where no such part ends the word.
func compoundPlural(of word: String, key: String) -> PluralForm? {
  guard key.utf8.count > 4, let last = key.utf8.last,
    let ending = compoundEndings[last]?.first(where: { key.ends($0.0) })
  else { return nil }
  let capitalised = word.unicodeScalars.first?.properties.isUppercase == true
  switch ending.0 {
  case "man" where capitalised && ["aman", "iman", "oman"].contains(where: { key.ends($0) }):
    // `Alabaman`, `Tacoman`: people of a place; a `Policeman` in title case is a man.
    return .plural(word + "s")
  case "ware" where key.utf8.count < 7: return nil
  case "ese" where !capitalised && !key.ends("nese"): return nil
  default: break
  }
  guard let plural = ending.1 else { return .mass }
  return .plural(word.dropLast(ending.0.count) + (isLarge(word) ? plural.uppercased() : plural))
}

/// By the last byte; longest first where one ends another; nil for uncountable.
private let compoundEndings: [UInt8?: [(String, String?)]] = Dictionary(
  grouping: compoundEndingList, by: \.0.utf8.last)

private let compoundEndingList: [(String, String?)] = [
  ("woman", "women"), ("man", "men"), ("child", "children"), ("person", "people"),
  ("foot", "feet"), ("tooth", "teeth"), ("mouse", "mice"),
  ("wife", "wives"), ("knife", "knives"), ("midlife", "midlives"), ("leaf", "leaves"),
  ("shelf", "shelves"), ("wolf", "wolves"), ("calf", "calves"), ("loaf", "loaves"),
  ("sheaf", "sheaves"), ("thief", "thieves"), ("hoof", "hooves"), ("self", "selves"),
  ("fish", "fish"), ("sheep", "sheep"), ("deer", "deer"), ("aircraft", "aircraft"),
  ("watercraft", "watercraft"), ("spacecraft", "spacecraft"), ("hovercraft", "hovercraft"),
  ("zoon", "zoa"), ("ware", nil), ("ese", "ese"),
]

/// The plural by the rules of the last letters alone.
func regularPlural(of word: String) -> String {
  if isAcronym(word) { return word + "s" }
  let key = lowered(word)
  let plural = lowercasePlural(key)
  if key == word, key.utf8.contains(where: { (0x61...0x7A).contains($0) }) { return plural }
  // The rules change nothing before the last three letters.
  let common = zip(key.utf8, plural.utf8).prefix { $0 == $1 }.count
  let kept = key.utf8.count - common
  let ending = String(decoding: plural.utf8.dropFirst(common), as: UTF8.self)
  guard key.count == word.count else { return plural }
  return word.dropLast(kept) + (isLarge(word) ? ending.uppercased() : ending)
}

private func isLarge(_ word: String) -> Bool {
  word.utf8.count > 1 && !word.unicodeScalars.contains { $0.properties.isLowercase }
}

private func lowercasePlural(_ word: String) -> String {
  func vowel(before ending: Int) -> Bool {
    word.utf8.dropLast(ending).last.map { Array("aeiou".utf8).contains($0) } ?? false
  }
  switch word.utf8.last {
  case UInt8(ascii: "s"):
    if word.ends("sis") { return word.dropLast(2) + "es" }
    return word + "es"
  case UInt8(ascii: "x"): return word + "es"
  case UInt8(ascii: "z"):
    let doubles = word.utf8.count <= 4 && vowel(before: 1) && !vowel(before: 2)
    return word + (doubles ? "zes" : "es")
  case UInt8(ascii: "h"):
    if word.ends("sh") { return word + "es" }
    if word.ends("ch") { return word + (hardCH.contains { word.ends($0) } ? "s" : "es") }
    return word + "s"
  case UInt8(ascii: "y"):
    if word.ends("quy") { return word.dropLast() + "ies" }
    return vowel(before: 1) || word.utf8.count < 3 ? word + "s" : word.dropLast() + "ies"
  default: return word + "s"
  }
}

/// Endings in which `ch` sounds like `k`.
private let hardCH = [
  "loch", "stomach", "epoch", "eunuch", "tech", "czech", "monarch", "patriarch", "matriarch",
  "oligarch", "hierarch", "anarch", "moloch", "bach", "mach",
]
