/// The plural of an English noun phrase.
///
/// Lookups ignore case and read `_` as a space; the authored casing is kept. The noun that changes is
/// found first (`bale of hay`, `passer-by`, `attorney general`), then looked up, then formed by rule.
/// The irregular nouns are WordNet 3.0's (`IrregularsTable.swift`), corrected by `NounLists.swift`.
package func plural(of phrase: String) -> PluralForm { NounPhrase(phrase).plural }

/// What the lexicon and the rules know of a phrase.
struct NounPhrase {
  let plural: PluralForm
  /// Bare it is uncountable although it has a plural: `wood`.
  let isUsuallyMass: Bool

  init(_ phrase: String) {
    (plural, isUsuallyMass) = Self.analyse(phrase)
  }

  /// The number of the phrase as it stands; a label that names no thing gets no article.
  var number: GrammaticalNumber {
    switch plural {
    case .plural: isUsuallyMass ? .mass : .singular
    case .alreadyPlural: .plural
    case .mass, .none: .mass
    }
  }

  private static func analyse(_ phrase: String) -> (PluralForm, Bool) {
    let key = lookupKey(phrase)
    if let entry = Lexicon.english[key] { return word(phrase[...], entry: entry) }
    if isLabel(key) { return (.none, false) }
    // Equal bytes for equal letters, unless lower-casing changed a length.
    let source = key.utf8.count == phrase.utf8.count ? phrase : key
    let words = key.utf8.split(separator: 0x20).map(Substring.init)
    guard words.count > 1 else { return pluralOfToken(source) }
    let head = headIndex(words)
    let range = words[head].startIndex..<words[head].endIndex
    let (form, usuallyMass) = pluralOfToken(String(source[range]))
    guard case .plural(let changed) = form else { return (form, usuallyMass) }
    var text = source
    text.replaceSubrange(range, with: changed)
    if head + 2 < words.count, ["a", "an"].contains(words[head + 2]) {
      text = distributed(source, words, head: head, changed) ?? text
    }
    return (.plural(text), usuallyMass)
  }

  /// `person on a bicycle` to `people on bicycles`: each has one.
  private static func distributed(
    _ source: String, _ words: [Substring], head: Int, _ changed: String
  ) -> String? {
    guard head + 3 < words.count else { return nil }
    let rest = String(source[words[head + 3].startIndex...])
    guard case .plural(let restPlural) = NounPhrase(rest).plural else { return nil }
    let before = source[..<words[head].startIndex]
    return before + changed + " " + words[head + 1] + " " + restPlural
  }

  private static func pluralOfToken(_ token: String) -> (PluralForm, Bool) {
    let key = lowered(token)
    if let entry = Lexicon.english[key] { return word(token[...], entry: entry) }
    if key.utf8.contains(UInt8(ascii: "-")) {
      let parts = key.split(separator: "-", omittingEmptySubsequences: true)
      if parts.count > 1 {
        let head = hyphenatedHead(parts)
        let source = key.utf8.count == token.utf8.count ? token : key
        let range = parts[head].startIndex..<parts[head].endIndex
        let part = String(source[range])
        let (form, usuallyMass) = pluralOfToken(part)
        guard case .plural(let changed) = form else { return (form, usuallyMass) }
        return (.plural(source.replacing(range, with: changed)), usuallyMass)
      }
    }
    return word(token[...], entry: nil)
  }

  private static func word(_ word: Substring, entry: Lexicon.Entry?) -> (PluralForm, Bool) {
    switch entry {
    case .mass: (.mass, false)
    case .plural: (.alreadyPlural, false)
    case .label: (.none, false)
    case .irregular(let plural): (.plural(matchingCase(plural, of: word)), false)
    case .usuallyMass: (.plural(regularPlural(of: String(word))), true)
    case .singular: (.plural(regularPlural(of: String(word))), false)
    case nil: (formed(String(word)), false)
    }
  }

  private static func formed(_ word: String) -> PluralForm {
    guard let last = word.unicodeScalars.last(where: { $0.properties.isAlphabetic }) else {
      // `747`: read as a noun; punctuation alone is none.
      return word.utf8.contains { (0x30...0x39).contains($0) } ? .plural(word + "s") : .none
    }
    // Latin ends before U+0250; other scripts have plurals of their own.
    guard last.value < 0x250 else { return .none }
    if isAcronym(word) { return .plural(word + "s") }
    let key = lowered(word)
    if let form = compoundPlural(of: word, key: key) { return form }
    if key.utf8.count > 2, key.ends("s"), !key.ends("ss"), !key.ends("us"),
      !key.ends("is")
    {
      return .alreadyPlural
    }
    return .plural(regularPlural(of: word))
  }
}

extension String {
  fileprivate func replacing(_ range: Range<Index>, with text: String) -> String {
    var copy = self
    copy.replaceSubrange(range, with: text)
    return copy
  }
}

/// The form under which phrases are looked up: lower case, `_` as a space.
func lookupKey(_ phrase: String) -> String {
  let key = lowered(phrase)
  guard key.utf8.contains(UInt8(ascii: "_")) else { return key }
  return String(decoding: key.utf8.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }, as: UTF8.self)
}

/// The text in lower case; most texts are, and stay the same string.
func lowered(_ text: String) -> String {
  text.utf8.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) } ? text : text.lowercased()
}

/// `SUV`, `LED`, `4WD`: two to five capitals and digits. Longer ones are words written large.
func isAcronym(_ word: String) -> Bool {
  let bytes = word.utf8
  return (2...5).contains(bytes.count)
    && bytes.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    && bytes.contains { (0x41...0x5A).contains($0) }
}

/// Gives a lower-case plural the casing of the word it belongs to: `Bus` to `Buses`.
func matchingCase(_ plural: String, of word: Substring) -> String {
  var letters = word.unicodeScalars.makeIterator()
  guard let first = letters.next(), first.properties.isUppercase else { return plural }
  let rest = word.unicodeScalars.dropFirst()
  if !rest.isEmpty, rest.allSatisfy({ !$0.properties.isLowercase }) { return plural.uppercased() }
  return plural.prefix(1).uppercased() + plural.dropFirst()
}
