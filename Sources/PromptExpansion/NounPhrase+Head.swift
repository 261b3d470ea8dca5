extension NounPhrase {
  /// The word of a phrase that takes the plural.
  static func headIndex(_ words: [Substring]) -> Int {
    let last = words.count - 1
    // `person riding a horse`: what follows tells what the person does.
    for index in 1...last where words[index].ends("ing") && people.contains(words[index - 1]) {
      return index - 1
    }
    for index in 1...last where prepositions.contains(words[index]) {
      let before = words[index - 1]
      if index == last {
        // `passer by`, but `lay by`.
        return namesDoer(before) ? index - 1 : last
      }
      // `walk in closet`, `check in desk`: a verb with its particle, before the noun.
      if particleVerbs.contains(before) { continue }
      return index - 1
    }
    if isTitle(words) { return last - 1 }
    return last
  }

  /// The part of `mother-in-law`, `passer-by`, `lay-by`, `double-decker` that takes the plural.
  static func hyphenatedHead(_ parts: [Substring]) -> Int {
    let last = parts.count - 1
    if last >= 2, let index = parts.dropFirst().dropLast().firstIndex(where: joining.contains),
      !particleVerbs.contains(parts[0]), !parts[last].hasPrefix(parts[0])
    {
      return index - 1
    }
    if last == 1, particles.contains(parts[1]) { return namesDoer(parts[0]) ? 0 : 1 }
    if isTitle(parts) { return last - 1 }
    return last
  }

  /// `passer`, `runner`, `hanger`: who does it.
  private static func namesDoer(_ word: Substring) -> Bool {
    word.ends("er") || word.ends("or")
  }

  /// An office whose adjective follows it: `attorney general`, `poet laureate`. In a military rank the
  /// general is the noun: `major general`.
  private static func isTitle(_ words: [Substring]) -> Bool {
    let (noun, adjective) = (words[words.count - 2], words[words.count - 1])
    if adjective == "general" { return offices.contains(noun) }
    return postpositive.contains(adjective)
  }

  private static let prepositions: Set<Substring> = [
    "of", "in", "on", "at", "with", "without", "for", "from", "by", "under", "near", "behind",
    "beside", "inside", "against", "between", "de", "du", "des",
  ]
  private static let joining: Set<Substring> = [
    "of", "in", "on", "at", "de", "du", "o'", "by", "for", "under", "with", "to",
  ]
  private static let particles: Set<Substring> = ["by", "on", "in", "up", "off", "out", "down"]
  private static let particleVerbs: Set<Substring> = [
    "walk", "check", "drive", "built", "plug", "stand", "fly", "roll", "clip", "log", "drop", "cut",
    "pull", "bolt", "slide", "push", "ride", "sit", "step", "lay", "pass", "add", "carry", "sign",
    "cash", "tie", "slip", "stick", "jack", "screw", "snap", "side", "drawn", "fill", "break",
  ]
  private static let people: Set<Substring> = [
    "person", "man", "woman", "boy", "girl", "worker",
  ]
  private static let offices: Set<Substring> = [
    "attorney", "secretary", "solicitor", "postmaster", "inspector", "governor", "surgeon",
    "director", "auditor", "consul", "farmer", "procurator", "advocate", "registrar",
  ]
  private static let postpositive: Set<Substring> = [
    "laureate", "emeritus", "apparent", "presumptive", "elect", "designate", "errant", "regnant",
    "plenipotentiary", "extraordinaire", "politic", "martial", "royal",
  ]
}
