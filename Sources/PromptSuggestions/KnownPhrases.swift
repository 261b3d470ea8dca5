internal import PromptExpansion
internal import PromptModel
internal import PromptTokenizer

/// Every phrase that a prompt set has already, and what it belongs to.
struct KnownPhrases {
  private var owners: [String: ConceptOwner] = [:]
  /// The last words of the classes' phrases: what ends in one is a kind of that class.
  private var heads = Set<Substring>()
  private var classPhrases = Set<String>()

  init(_ expansion: Expansion) {
    for owner in expansion.owners {
      for phrase in expansion.phrases(of: owner) {
        let key = canonicalConcept(phrase)
        for form in [key] + pluralForms(of: key) where owners[form] == nil { owners[form] = owner }
        guard case .class = owner else { continue }
        classPhrases.insert(key)
        for form in [key] + pluralForms(of: key) {
          if let head = form.split(separator: " ").last { heads.insert(head) }
        }
      }
    }
  }

  /// What a phrase, or its plural, belongs to.
  func owner(of phrase: String) -> ConceptOwner? {
    let key = canonicalConcept(phrase)
    return owners[key] ?? pluralForms(of: key).lazy.compactMap { owners[$0] }.first
  }

  /// Whether a phrase is made of a class's words: `box truck` and `truck driver` beside `truck`.
  func sharesWords(_ phrase: String) -> Bool {
    let words = canonicalConcept(phrase).split { $0 == " " || $0 == "-" }
    guard let last = words.last else { return false }
    if heads.contains(last) { return true }
    let others = words.dropLast()
    return others.indices.contains { classPhrases.contains(others[...$0].joined(separator: " ")) }
      || others.contains { heads.contains($0) }
  }
}

/// The plural of a phrase where it has one of its own.
func pluralForms(of phrase: String) -> [String] {
  if case .plural(let plural) = plural(of: phrase), plural != phrase { return [plural] }
  return []
}

extension Expansion {
  /// The name of a class or ood entry and its concepts.
  func phrases(of owner: ConceptOwner) -> [String] {
    [name(of: owner)] + concepts(of: owner).map(\.text)
  }

  func name(of owner: ConceptOwner) -> String {
    switch owner {
    case .class(let index): set.classes[index].name
    case .ood(let index): set.ood[index].name
    }
  }
}
