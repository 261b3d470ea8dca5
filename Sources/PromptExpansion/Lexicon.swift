/// Reads what is known of English words, which happens with the first concept otherwise.
package func prepareEnglish() { _ = Lexicon.english }

/// What is known of single nouns and of some phrases, each looked up once and in lower case.
struct Lexicon: Sendable {
  enum Entry: Hashable, Sendable {
    /// Uncountable: there is no plural to add.
    case mass
    /// Uncountable when bare, but with a plural of its own: `wood`, `a bread`.
    case usuallyMass
    /// Has the form of a plural and is one.
    case plural
    /// Looks like a plural and is none: `lens`. The suffix rules apply.
    case singular
    /// The plural, where no rule gives it.
    case irregular(String)
    /// A label that names no thing: `unlabeled`.
    case label
  }

  static let english = Lexicon()

  private let entries: [String: Entry]

  subscript(word: String) -> Entry? { entries[word] }

  private init() {
    var entries: [String: Entry] = [:]
    // Later lists are more certain and replace earlier ones.
    let regular = Set(Self.words(NounLists.regular))
    for (singular, plural) in Self.pairs(irregularsTable) {
      // A plural that is also a singular (`opera`) is corrected by the lists below.
      if entries[plural] == nil { entries[plural] = .plural }
      if !regular.contains(singular), !singular.ends("fish") {
        // The first of several plurals wins; a plural that is also a singular stays a singular.
        if case .irregular = entries[singular] { continue }
        entries[singular] = .irregular(plural)
      }
    }
    for word in regular { entries[word] = nil }
    for word in Self.words(NounLists.usuallyMass) { entries[word] = .usuallyMass }
    for word in Self.words(NounLists.mass) { entries[word] = .mass }
    for word in Self.words(NounLists.plurals) { entries[word] = .plural }
    for word in Self.words(NounLists.singulars) { entries[word] = .singular }
    for word in Self.words(NounLists.labels) { entries[word] = .label }
    for word in Self.words(NounLists.unchanged) { entries[word] = .irregular(word) }
    for (singular, plural) in Self.pairs(NounLists.irregular) {
      entries[singular] = .irregular(plural)
      if entries[plural] == nil { entries[plural] = .plural }
    }
    self.entries = entries
  }

  private static func words(_ list: String) -> [String] {
    list.utf8.split(whereSeparator: isSpace).map(spaced)
  }

  /// Singulars and plurals, each pair on a line or before a comma.
  private static func pairs(_ list: String) -> [(singular: String, plural: String)] {
    list.utf8.split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\n") }.compactMap { pair in
      let parts = pair.split(whereSeparator: isSpace)
      return parts.count == 2 ? (spaced(parts[0]), spaced(parts[1])) : nil
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n")
  }

  /// Lists write `_` for a space inside a phrase.
  private static func spaced(_ word: Substring.UTF8View) -> String {
    let text = String(Substring(word))
    return word.contains(UInt8(ascii: "_")) ? String(text.map { $0 == "_" ? " " : $0 }) : text
  }
}
