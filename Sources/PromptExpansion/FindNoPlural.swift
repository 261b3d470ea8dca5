import PromptSource
import PromptSyntax

/// Parentheses that hold no plural of their concept: that of one word of a phrase, the noun of a plural,
/// or a remark; or nil.
///
/// What English does not know is left alone, and so is a text that has a word in common with the noun.
func findNoPlural(_ concept: ConceptDeclaration, in file: SourceFile) -> Diagnostic? {
  guard case .named(let named) = concept.plural else { return nil }
  let (text, written) = (concept.text.value, named.value)
  func finding(_ message: String, _ help: String, fix: Fix? = nil) -> Diagnostic {
    Diagnostic(
      .notThePlural, message, at: SourcePlace(file, named.range), help: help, fix: fix)
  }
  let (nouns, plurals) = (parts(text), parts(written))
  if let range = partWithPlural(nouns, plurals) {
    let whole = text[..<range.lowerBound] + written + text[range.upperBound...]
    return finding(
      "\(quoted(written)) is the plural of \(quoted(String(text[range]))) alone",
      "the plural is that of the whole phrase: write \(quoted(String(whole)))",
      fix: Fix("write the whole phrase", [.init(named.range, String(whole))], isSafe: false))
  }
  if text != written, case .plural(text) = plural(of: written) {
    return finding(
      "\(quoted(written)) is the singular of \(quoted(text))",
      "the noun stands first: write \(quoted("\(written)(s)"))")
  }
  guard !nouns.isEmpty, plural(of: text) != .plural(written),
    written.utf8.allSatisfy({ $0 < 0x80 }),
    nouns.allSatisfy({ EnglishWords.shared.knows(Array($0.lowercased().utf8)) }),
    !plurals.contains(where: { plural in nouns.contains { isPlural(plural, of: $0) } })
  else { return nil }
  let isWord = plurals.count == 1 && !written.utf8.contains(UInt8(ascii: "/"))
  let other = isWord ? " (\(quoted("\(written) \(text)")))" : ""
  return finding(
    "\(quoted(written)) is not the plural of \(quoted(text))",
    "in parentheses stands the plural, which becomes a concept: write \(quoted("\(text)(s)")), "
      + "a remark as a caption would\(other), and another name as a concept of its own")
}

/// The words of a phrase; those that hyphens join count one by one.
private func parts(_ phrase: String) -> [Substring] { phrase.split { $0 == " " || $0 == "-" } }

/// The part of a longer phrase that something is the plural of, the last that fits.
private func partWithPlural(_ nouns: [Substring], _ plurals: [Substring]) -> Range<String.Index>? {
  guard !plurals.isEmpty, plurals.count < nouns.count else { return nil }
  for start in (0...(nouns.count - plurals.count)).reversed() {
    let part = nouns[start..<(start + plurals.count)]
    guard zip(part, plurals).allSatisfy({ isPlural($1, of: $0) }),
      !zip(part, plurals).allSatisfy({ $0.lowercased() == $1.lowercased() }),
      let first = part.first, let last = part.last
    else { continue }
    return first.startIndex..<last.endIndex
  }
  return nil
}

/// Whether a word may be the plural of another, or is the same: a plural leaves all but two letters at the
/// start, unless the lexicon knows it.
private func isPlural(_ word: Substring, of noun: Substring) -> Bool {
  let (noun, word) = (noun.lowercased(), word.lowercased())
  if noun == word || plural(of: noun) == .plural(word) { return true }
  if secondPlurals[noun] == word { return true }
  let count = noun.utf8.count
  return zip(noun.utf8, word.utf8).prefix { $0 == $1 }.count >= min(count, max(2, count - 2))
}

/// Plurals of another stem beside the one that the lexicon has.
private let secondPlurals = ["cow": "cattle", "brother": "brethren"]
