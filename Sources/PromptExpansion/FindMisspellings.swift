import PromptModel
import PromptSource
import PromptSyntax

/// Words of concepts that no English word list has: one slip away from a word that is known, or two known
/// words without the blank between them.
///
/// A set that is mostly not in English is left alone. A word is reported where it stands first.
func findMisspellings(_ concepts: [ConceptEntry]) -> [Diagnostic] {
  let words = EnglishWords.shared
  var seen: [Substring: Bool] = [:]
  var unknown: [(word: Substring, entry: ConceptEntry)] = []
  for entry in concepts {
    for word in spelledWords(entry.declaration.text.value) where seen[word] == nil {
      let isKnown = words.knows(Array(word.utf8))
      seen[word] = isKnown
      if !isKnown { unknown.append((word, entry)) }
      if seen.count >= enoughWords, unknown.count * 2 > seen.count { return [] }
    }
  }
  if seen.count >= fewWords, unknown.count * 2 > seen.count { return [] }
  return unknown.compactMap { word, entry in
    let letters = Array(word.utf8)
    let candidates = words.near(letters).map { String(decoding: $0, as: UTF8.self) }
    // A word of the set itself is rather meant than two that are nowhere in it.
    let isOwn = candidates.contains { seen[$0[...]] == true }
    if !isOwn, let parts = parts(of: letters, words, in: seen) {
      return joined(word, parts: parts, entry)
    }
    return candidates.isEmpty ? nil : misspelt(word, candidates, entry, in: seen)
  }
}

/// So many different words show whether a set is in English; fewer than the other number show nothing.
private let (enoughWords, fewWords) = (200, 8)

/// The words of a concept that can be judged: at least five letters, all of them small and from a to z.
private func spelledWords(_ text: String) -> [Substring] {
  text.split { $0 == " " || $0 == "-" }.filter { word in
    word.utf8.count >= 5
      && word.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
  }
}

/// Two known words that the letters are, one behind the other; rather those that the set has itself.
private func parts(
  of letters: [UInt8], _ words: EnglishWords, in seen: [Substring: Bool]
) -> (String, String)? {
  guard letters.count >= 6 else { return nil }
  var first: (String, String)?
  for split in 3...letters.count - 3 {
    let (left, right) = (Array(letters[..<split]), Array(letters[split...]))
    guard words.knows(left), words.knows(right) else { continue }
    let pair = (String(decoding: left, as: UTF8.self), String(decoding: right, as: UTF8.self))
    if seen[pair.0[...]] == true, seen[pair.1[...]] == true { return pair }
    if first == nil { first = pair }
  }
  return first
}

private func joined(
  _ word: Substring, parts: (String, String), _ entry: ConceptEntry
) -> Diagnostic {
  let mended = parts.0 + " " + parts.1
  let (place, edit) = placed(word, in: entry)
  return Diagnostic(
    .joinedWords, "\(quoted(String(word))) is in no word list, and is two words without a blank",
    at: place, help: "write \(quoted(mended)) if that is meant",
    fix: edit.map { Fix("write \(quoted(mended))", [.init($0, mended)], isSafe: false) })
}

private func misspelt(
  _ word: Substring, _ candidates: [String], _ entry: ConceptEntry, in seen: [Substring: Bool]
) -> Diagnostic {
  let own = candidates.filter { seen[$0[...]] == true }
  let offered = (own.isEmpty ? candidates : own).prefix(3)
  let (place, edit) = placed(word, in: entry)
  let names = offered.map { quoted($0) }
  return Diagnostic(
    .misspeltWord, "\(quoted(String(word))) is in no word list, and near one that is",
    at: place,
    help: "did you mean " + names.dropLast().joined(separator: ", ")
      + (names.count > 1 ? " or " : "") + (names.last ?? "") + "?",
    fix: offered.count == 1
      ? edit.map { Fix("write \(names[0])", [.init($0, offered[0])], isSafe: false) } : nil)
}

/// Where a word of a concept stands, and where it would be replaced; the whole concept, and nowhere, where
/// escapes moved its letters.
private func placed(_ word: Substring, in entry: ConceptEntry) -> (SourcePlace, TextRange?) {
  let (text, file) = (entry.declaration.text, entry.file)
  guard let written = writtenPart(text, in: file) else {
    return (SourcePlace(file, text.range), nil)
  }
  let offset = text.value.utf8.distance(
    from: text.value.utf8.startIndex, to: word.utf8.startIndex)
  let start = written.start + offset
  let range = TextRange(start, start + word.utf8.count)
  return (SourcePlace(file, range), range)
}
