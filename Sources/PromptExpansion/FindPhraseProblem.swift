import PromptModel
import PromptSource
import PromptSyntax

/// What makes a concept no noun phrase that a caption would hold, or nil.
func findPhraseProblem(_ concept: ConceptDeclaration, in file: SourceFile) -> Diagnostic? {
  let text = concept.text
  // Quoting costs more than looking, and hardly any concept has a problem.
  var name: String { quoted(text.value) }
  let key = lookupKey(text.value)
  let words = lowered(text.value).utf8.split(separator: 0x20).map(Substring.init)
  guard let first = words.first, let last = words.last else { return nil }
  func finding(_ rule: Rule, _ message: String, _ help: String, fix: Fix? = nil) -> Diagnostic {
    Diagnostic(rule, message, at: SourcePlace(file, text.range), help: help, fix: fix)
  }
  if isMeta(key, words) {
    return finding(
      .metaWord, "\(name) is a label that names no thing",
      "name what is seen there, or leave the class out: what is left over needs no concept")
  }
  if text.value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
    return finding(.numberAsConcept, "\(name) is a number", "write the words that name the thing")
  }
  if let of = words.firstIndex(of: "of"), of > 0, of <= 3, pictures.contains(words[of - 1]) {
    return finding(
      .promptAsConcept, "\(name) is a prompt, not a concept",
      "write the bare noun, and the sentence as a template: "
        + file.say(
          "`templates default { \"a photo of {a}\" }`",
          "`templates: {default: [\"a photo of {a}\"]}`")
    )
  }
  if words.count > 1, ["a", "an", "the"].contains(first) {
    let noun = text.value.drop { $0 != " " }.drop { $0 == " " }
    return finding(
      .articleInConcept, "\(name) starts with an article, and templates bring their own",
      "write \(quoted(String(noun)))",
      fix: writtenPart(text, in: file).map {
        Fix("take the article out", [.init($0, String(noun))], isSafe: false)
      })
  }
  if first == "not" || words.dropFirst().contains("without")
    || (first == "no" && words.count > 1 && !forbidden.contains(last))
  {
    return finding(
      .negatedText, "\(name) says what is absent, which text encoders hardly see",
      "say what is there instead")
  }
  return findMarkedPhrase(concept, key, words, in: file)
}

/// Signs and zones: `no entry sign`.
private let forbidden: Set<Substring> = [
  "sign", "signs", "zone", "zones", "entry", "parking", "smoking", "stopping", "overtaking",
  "man's",
]
private let pictures: Set<Substring> = [
  "photo", "photos", "photograph", "picture", "image", "rendering", "screenshot",
]

private func isMeta(_ key: String, _ words: [Substring]) -> Bool {
  if Lexicon.english[key] == .label { return true }
  return words.count > 1
    && ["other", "misc", "unknown", "unlabeled", "unlabelled"].contains(words[0])
}

/// Characters that data sets and programs put into names.
private func findMarkedPhrase(
  _ concept: ConceptDeclaration, _ key: String, _ words: [Substring], in file: SourceFile
) -> Diagnostic? {
  let text = concept.text
  var name: String { quoted(text.value) }
  func finding(_ rule: Rule, _ message: String, _ help: String, fix: Fix? = nil) -> Diagnostic {
    Diagnostic(rule, message, at: SourcePlace(file, text.range), help: help, fix: fix)
  }
  let utf8 = text.value.utf8
  let isQuoted = [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(file.utf8[text.range.start])
  if isQuoted, utf8.contains(UInt8(ascii: ",")),
    ["(s)", "!mass", "!pl"].contains(where: text.value.contains)
  {
    return finding(
      .joinedConcepts, "\(name) is one concept: quotes around a list make none of it",
      file.say("leave the quotes out", "make an entry of each concept"))
  }
  if isQuoted, let mark = ["!mass", "!pl", "!sg"].first(where: text.value.hasSuffix) {
    let written = "\"\(text.value.dropLast(mark.count))\"\(mark)"
    return finding(
      .misplacedMark, "\(name) is to the letter, so that its \(quoted(mark)) is no mark",
      "write the mark behind the quotes: "
        + file.say(quoted(written), quoted("'\(written)'")))
  }
  if let sign = words.first.flatMap(leadingSign) {
    return finding(
      .joinedConcepts, "\(name) starts with \(quoted(sign)), a part of the text like any other",
      "leave it out: concepts are parted by commas"
        + file.say(", and an extending set adds some by `class NAME += …`", ""))
  }
  if utf8.last == UInt8(ascii: ")"), let open = text.value.lastIndex(of: "("),
    isPlural(text.value[open...])
  {
    let phrase = text.value[..<open]
    let written = "\"\(phrase)\"" + text.value[open...]
    return finding(
      .parenthesisInConcept, "\(name) is to the letter, so that its parentheses are no plural",
      "write the plural behind the quotes: "
        + file.say(quoted(written), quoted("'\(written)'") + " or " + quoted(String(text.value))))
  }
  if utf8.contains(UInt8(ascii: "(")) {
    return finding(
      .parenthesisInConcept, "\(name) holds a remark in parentheses",
      "say it as a caption would: `flying bat` for `bat (animal)`")
  }
  if let plural = ["/s", "/es"].first(where: text.value.hasSuffix), !text.value.contains(" /") {
    let written = String(text.value.dropLast(plural.count)) + "(s)"
    return finding(
      .joinedConcepts, "\(name) writes its plural behind a slash", "write \(quoted(written))",
      fix: writtenPart(text, in: file).map {
        Fix("write \(quoted(written))", [.init($0, written)], isSafe: false)
      })
  }
  // A comma in a plain scalar of YAML has been found by its reader.
  if utf8.contains(UInt8(ascii: ";")) || (isQuoted && utf8.contains(UInt8(ascii: ",")))
    || (words.count > 2 && words.dropFirst().dropLast().contains { $0 == "or" || $0 == "+" })
    || joinsBySlash(text.value)
  {
    return finding(
      .joinedConcepts, "\(name) joins several concepts in one",
      "write each as a concept of its own, parted by commas")
  }
  if utf8.contains(UInt8(ascii: "_")) {
    let parted = String(text.value.map { $0 == "_" ? " " : $0 })
    let spaced = spoken(parted) ?? parted
    return finding(
      .underscoreInText, "\(name) holds `_`, which captions do not",
      "write \(quoted(spaced))",
      fix: writtenPart(text, in: file).map {
        Fix("write spaces", [.init($0, spaced)], isSafe: false)
      })
  }
  if NounPhrase.isLabel(key) || isSynset(utf8) {
    return finding(
      .datasetLabel, "\(name) is a data set's label, not a phrase",
      "write what a caption would say: `concrete wall` for `wall-concrete`")
  }
  if let spoken = spoken(text.value) {
    return finding(
      .datasetLabel, "\(name) joins its words as programs do", "write \(quoted(spoken))",
      fix: writtenPart(text, in: file).map {
        Fix("write the words", [.init($0, spoken)], isSafe: false)
      })
  }
  if words.count > 6 {
    return finding(
      .captionAsConcept, "\(name) has \(words.count) words and reads like a caption",
      "name the thing in a noun phrase; what stands around it belongs into templates")
  }
  return nil
}

/// `+ bunk`, `-bunk`, as lists and changes have it; `-40` is a number.
private func leadingSign(_ word: Substring) -> String? {
  guard let byte = word.utf8.first, !(0x30...0x7A).contains(byte),
    let sign = ["+", "-", "*", "•"].first(where: word.hasPrefix)
  else { return nil }
  let rest = word.dropFirst().unicodeScalars.first
  return rest.map(\.properties.isAlphabetic) ?? true ? sign : nil
}

/// `(s)`, `(es)` and the like.
private func isPlural(_ parentheses: Substring) -> Bool {
  ["(s)", "(es)", "('s)", "(ies)", "(ves)"].contains(parentheses)
}

/// A letter on both sides of a slash.
private func joinsBySlash(_ text: String) -> Bool {
  guard text.utf8.contains(UInt8(ascii: "/")) else { return false }
  let scalars = Array(text.unicodeScalars)
  return scalars.indices.dropFirst().dropLast().contains {
    scalars[$0] == "/" && scalars[$0 - 1].properties.isAlphabetic
      && scalars[$0 + 1].properties.isAlphabetic
  }
}

/// `n02123045`: a noun's number in WordNet, as ImageNet names its classes.
private func isSynset(_ utf8: String.UTF8View) -> Bool {
  utf8.count == 9 && utf8.first == UInt8(ascii: "n")
    && utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
}
