import TestSupport

/// Random sentences of a grammar, each certain to use a wanted production.
struct SentenceGenerator {
  private let grammar: Grammar
  private var chance: SeededGenerator
  /// What each production may lead to, itself included.
  private let reachable: [String: Set<String>]
  /// Text for each description in words.
  private let samples: [String: [String]]
  private var stack: [String] = []
  /// The production that has still to be used, or nil.
  private var wanted: String?
  /// The productions that may lead to it.
  private var leading: Set<String> = []

  /// One token, and whether it stands right behind the one before.
  struct Piece {
    var text: String
    var isGlued: Bool
    var isLineEnd = false
  }

  init(_ grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    chance = SeededGenerator(seed: seed)
    reachable = Dictionary(
      uniqueKeysWithValues: grammar.names.map { ($0, grammar.reachable(from: $0)) })
    samples = Self.samples
  }

  /// The tokens of a sentence of the first production that uses `production`.
  mutating func sentence(using production: String) -> [Piece] {
    wanted = production
    leading = Set(grammar.names.filter { reachable[$0]?.contains(production) ?? false })
    stack = []
    return derive(.reference(grammar.names[0]), isGlued: false)
  }

  /// A token as it may stand anywhere.
  mutating func token() -> String {
    let all = ["=", ",", "{", "}", "(", ")", "!", "\"", "#", "(s)", "!mass", "\n", "\u{FEFF}"]
    let keywords = [
      "edition", "set", "license", "source", "import", "templates", "superclass", "class", "ood",
      "near", "with", "scoring", "1", "\"a {}\"", "+=", "-=", "extends", "expect", "remove", "as",
      "renumber",
      "version", "is", "similarity", "<", ">",
    ]
    return (all + keywords + (samples["word"] ?? [])).randomElement(using: &chance) ?? ""
  }

  /// The tokens as text, with blanks of random kind between them.
  mutating func text(_ pieces: [Piece]) -> String {
    var text = ""
    for (index, piece) in pieces.enumerated() {
      // The end of the file ends its last line.
      if index == pieces.count - 1, piece.isLineEnd, Int.random(in: 0..<4, using: &chance) == 0 {
        break
      }
      if !piece.isGlued, !text.isEmpty { text += blank(after: text, before: piece) }
      text += piece.text
    }
    return text
  }

  private mutating func blank(after text: String, before piece: Piece) -> String {
    let apart: Set<Character> = ["=", ",", "{", "}"]
    let last = text.last ?? " "
    let mayTouch =
      last.isNewline || apart.contains(last) || piece.text.first.map { apart.contains($0) } ?? true
      || (piece.isLineEnd && piece.text.first != "#")
    let kinds = [" ", " ", " ", "  ", "\t", "\u{A0}"] + (mayTouch ? ["", "", ""] : [])
    return kinds.randomElement(using: &chance) ?? " "
  }

  private mutating func derive(_ expression: Grammar.Expression, isGlued: Bool) -> [Piece] {
    switch expression {
    case .terminal(let text): return [Piece(text: text, isGlued: isGlued)]
    case .special(let description):
      return [Piece(text: sample(description), isGlued: isGlued)]
    case .reference(let name): return derive(name, isGlued: isGlued)
    case .sequence(let parts):
      // The wanted production may be reached by one part only.
      let target = partWithWanted(parts.map(\.part))
      var pieces: [Piece] = []
      for (index, part) in parts.enumerated() {
        let glued = index == 0 ? isGlued : part.isGlued
        pieces += steered(index == target) { $0.derive(part.part, isGlued: glued) }
      }
      return pieces
    case .choice(let parts):
      let fitting = wanted == nil ? parts : parts.filter(leadsToWanted)
      guard let part = (fitting.isEmpty ? parts : fitting).randomElement(using: &chance) else {
        return []
      }
      return derive(part, isGlued: isGlued)
    case .optional(let part):
      let isTaken = leadsToWanted(part) || Bool.random(using: &chance)
      return isTaken ? derive(part, isGlued: isGlued) : []
    case .repetition(let part):
      return repeated(part, isGlued: isGlued).joined().map { $0 }
    case .interleave(let parts):
      let target = partWithWanted(parts)
      var rows: [[[Piece]]] = []
      for (index, part) in parts.enumerated() {
        rows.append(
          steered(index == target) { generator in
            generator.units(part, isGlued: isGlued)
          })
      }
      return merged(rows)
    }
  }

  private mutating func derive(_ name: String, isGlued: Bool) -> [Piece] {
    guard let production = grammar.productions[name] else { return [] }
    if wanted == name { wanted = nil }
    stack.append(name)
    defer { stack.removeLast() }
    if case .special = production {
      return [Piece(text: sample(name), isGlued: isGlued)]
    }
    var pieces = derive(production, isGlued: isGlued)
    if name == "line-end" {
      pieces = [
        Piece(
          text: pieces.map { ($0.text.first == "#" ? " " : "") + $0.text }.joined(),
          isGlued: isGlued, isLineEnd: true)
      ]
    } else if name == "comment" || name.hasSuffix("string") {
      pieces = [Piece(text: pieces.map(\.text).joined(), isGlued: isGlued)]
    }
    return pieces
  }

  /// The parts of an interleaving that may be mixed with others: each round of a repetition is one.
  private mutating func units(_ part: Grammar.Expression, isGlued: Bool) -> [[Piece]] {
    switch part {
    case .repetition(let inner): return repeated(inner, isGlued: isGlued)
    case .reference(let name):
      // A production that is an interleaving itself is mixed part by part.
      guard case .interleave(let parts)? = grammar.productions[name] else { break }
      if wanted == name { wanted = nil }
      let target = partWithWanted(parts)
      var rows: [[[Piece]]] = []
      for (index, inner) in parts.enumerated() {
        rows.append(steered(index == target) { $0.units(inner, isGlued: isGlued) })
      }
      return rows.flatMap { $0 }.shuffled(using: &chance)
    default: break
    }
    let pieces = derive(part, isGlued: isGlued)
    return pieces.isEmpty ? [] : [pieces]
  }

  private mutating func repeated(_ part: Grammar.Expression, isGlued: Bool) -> [[Piece]] {
    var rounds = [0, 0, 1, 1, 2, 3].randomElement(using: &chance) ?? 0
    if leadsToWanted(part) { rounds = max(rounds, 1) }
    var all: [[Piece]] = []
    for _ in 0..<rounds { all.append(derive(part, isGlued: isGlued && all.isEmpty)) }
    return all.filter { !$0.isEmpty }
  }

  private mutating func merged(_ rows: [[[Piece]]]) -> [Piece] {
    var rows = rows.filter { !$0.isEmpty }
    var pieces: [Piece] = []
    while let index = rows.indices.randomElement(using: &chance) {
      pieces += rows[index].removeFirst()
      if rows[index].isEmpty { rows.remove(at: index) }
    }
    return pieces
  }

  /// Which of several parts, all of which will be derived, has to use the wanted production.
  private mutating func partWithWanted(_ parts: [Grammar.Expression]) -> Int? {
    guard wanted != nil else { return nil }
    return parts.indices.filter { leadsToWanted(parts[$0]) }.randomElement(using: &chance)
  }

  /// Derives with the wanted production in mind, or without.
  private mutating func steered<Result>(
    _ isTarget: Bool, _ body: (inout SentenceGenerator) -> Result
  ) -> Result {
    if isTarget { return body(&self) }
    let kept = wanted
    wanted = nil
    defer { wanted = kept }
    return body(&self)
  }

  private func leadsToWanted(_ expression: Grammar.Expression) -> Bool {
    wanted != nil && leads(expression)
  }

  private func leads(_ expression: Grammar.Expression) -> Bool {
    switch expression {
    case .terminal, .special: false
    case .reference(let name): leading.contains(name)
    case .sequence(let parts): parts.contains { leads($0.part) }
    case .interleave(let parts), .choice(let parts): parts.contains(where: leads)
    case .optional(let part), .repetition(let part): leads(part)
    }
  }

  private mutating func sample(_ key: String) -> String {
    var choices = samples[key] ?? []
    // A list is not named behind `=` by a string with a template's hole.
    if key == "visible", stack.contains("name") { choices.removeAll { "{}".contains($0) } }
    if key == "word" {
      // The words that the context decides about: see the notes of the grammar.
      if stack.contains("phrase") { choices += ["class", "set", "ood", "near", "with a lid"] }
      if stack.last == "name", !stack.contains("near") {
        choices += ["class", "scoring", "remove", "renumber", "to"]
      }
    }
    return choices.randomElement(using: &chance) ?? ""
  }

  private static let samples = [
    "word": [
      "road", "palm", "tree", "R&D", "4x4", "café", "木", "it's", "24/7", "a.b", "T-junction",
      "état",
    ],
    "number": ["0", "1", "7", "18", "65535", "2147483647"],
    "the number of an edition that is read: 1": ["1"],
    "a decimal number": ["0.97", "-1", "1", "1e-2"],
    "visible": ["a", "é", "木", "'", ".", "=", ",", "{", "}", "(", ")", "!", "#", ";", "<", "“"],
    "a blank": [" ", " ", "\t"],
    "one to six hexadecimal digits": ["E9", "6728", "1F600", "0", "00e9"],
    "any characters but line breaks": [
      " a comment", "", " class 0 x = y", " \"open", "# {", " é木",
    ],
    "line-break": ["\n", "\n", "\n", "\r\n", "\r"],
    "byte-order-mark": ["\u{FEFF}"],
  ]

  /// The descriptions in words that a grammar uses and this generator has no text for.
  static func missingSamples(_ grammar: Grammar) -> [String] {
    func specials(_ expression: Grammar.Expression, in name: String) -> [String] {
      switch expression {
      case .special(let description): [description]
      case .terminal, .reference: []
      case .sequence(let parts): parts.flatMap { specials($0.part, in: name) }
      case .interleave(let parts), .choice(let parts): parts.flatMap { specials($0, in: name) }
      case .optional(let part), .repetition(let part): specials(part, in: name)
      }
    }
    return grammar.names.flatMap { name -> [String] in
      guard let production = grammar.productions[name] else { return [] }
      if case .special = production { return samples[name] == nil ? [name] : [] }
      return specials(production, in: name).filter { samples[$0] == nil }
    }
  }
}
