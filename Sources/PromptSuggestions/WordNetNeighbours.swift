internal import PromptExpansion
internal import PromptModel
internal import PromptSource

/// The part of WordNet around the things that a prompt set's classes name.
struct WordNetNeighbours {
  private let wordNet: WordNet
  private let known: KnownPhrases
  /// For each pinned synset, its class and the phrase that named it.
  private let pinned: [(synset: Int, owner: Int, phrase: String)]
  /// The pinned synsets, what they are kinds of, and what is a kind of them.
  private let excluded: Set<Int>
  /// What can stand, lie or move in a scene: see ``thingSenses``.
  private let things: Set<Int>

  init(_ wordNet: WordNet, _ expansion: Expansion, known: KnownPhrases) {
    self.wordNet = wordNet
    self.known = known
    var pinned: [(synset: Int, owner: Int, phrase: String)] = []
    var seen = Set<Int>()
    for owner in expansion.set.classes.indices {
      for phrase in expansion.phrases(of: .class(owner)) {
        guard let synset = pinnedSense(of: phrase, in: wordNet), seen.insert(synset).inserted else {
          continue
        }
        pinned.append((synset, owner, phrase))
      }
    }
    self.pinned = pinned
    things = Set(
      thingSenses.compactMap { word, sense in
        let senses = wordNet.senses(of: word)
        return senses.indices.contains(sense - 1) ? senses[sense - 1] : nil
      })
    excluded = pinned.reduce(into: seen) { all, entry in
      all.formUnion(wordNet.hypernyms(of: entry.synset, levels: 20).keys)
      all.formUnion(wordNet.hyponyms(of: entry.synset, levels: 20).keys)
    }
  }

  /// Things beside those that a class names: kinds of the same larger kind, the nearest first.
  ///
  /// A larger kind counts up to ``climb`` steps above a class's synset, not near the root, and not where it has
  /// so many kinds that its members have little in common. Distances are the steps up and down; what was met in
  /// tagged text, and so is no rarity, comes before what was not.
  func outliers() -> [Candidate] {
    var nearest: [Int: (distance: Int, pin: Int, above: Int)] = [:]
    for (index, pin) in pinned.enumerated() {
      guard let start = wordNet.synset(pin.synset), start.lexicographer != person else { continue }
      // In a fixed order, for of two larger kinds equally near the first one is told.
      let kinds = wordNet.hypernyms(of: pin.synset, levels: climb)
        .sorted { ($0.value, $0.key) < ($1.value, $1.key) }
      for (above, up) in kinds where up > 0 {
        guard let kind = wordNet.synset(above), kind.hyponyms.count <= mostKinds,
          wordNet.hypernyms(of: above, levels: 20).count > shallowest
        else { continue }
        for (below, down) in wordNet.hyponyms(of: above, levels: climb) {
          let distance = up + down
          if distance < nearest[below]?.distance ?? .max {
            nearest[below] = (distance, index, above)
          }
        }
      }
    }
    var found: [(rank: Double, offset: Int, candidate: Candidate)] = []
    for (offset, (distance, pin, above)) in nearest where !excluded.contains(offset) {
      guard let synset = wordNet.synset(offset), !synset.isInstance, isThing(offset),
        synset.lexicographer == wordNet.synset(pinned[pin].synset)?.lexicographer,
        let word = synset.words.first(where: isUsable), known.owner(of: word) == nil,
        !known.sharesWords(word)
      else { continue }
      let count = synset.words.reduce(0) { $0 + wordNet.count(of: $1, in: offset) }
      guard count > 0 || distance <= 3 else { continue }
      let kind = wordNet.synset(above)?.words.first ?? ""
      let candidate = Candidate(
        word.lowercased(), near: [pinned[pin].owner], .wordnet,
        "like \(quoted(pinned[pin].phrase)) a kind of \(kind); \(synset.gloss)")
      found.append((Double(distance) - (count > 0 ? 1.5 : 0), offset, candidate))
    }
    return found.sorted { ($0.rank, $0.offset) < ($1.rank, $1.offset) }.map(\.candidate)
  }

  /// Other words for what a class names, and words for its kinds.
  func concepts() -> [Candidate] {
    var candidates: [Candidate] = []
    var seen = Set<String>()
    func add(
      _ words: [String], of synset: Int, _ pin: (synset: Int, owner: Int, phrase: String),
      _ reason: String
    ) {
      for word in words where isUsable(word) {
        let text = word.lowercased()
        // A word that means something else first would bring that into the class.
        guard known.owner(of: text) == nil, wordNet.senses(of: text).first == synset,
          wordNet.count(of: text, in: synset) > 0, seen.insert(text).inserted
        else { continue }
        candidates.append(Candidate(text, near: [pin.owner], .wordnet, reason))
      }
    }
    for pin in pinned {
      guard let synset = wordNet.synset(pin.synset) else { continue }
      add(synset.words, of: pin.synset, pin, "another word for \(quoted(pin.phrase))")
      for offset in synset.hyponyms {
        guard let kind = wordNet.synset(offset), let word = kind.words.first else { continue }
        add([word], of: offset, pin, "a kind of \(quoted(pin.phrase)): \(kind.gloss)")
      }
    }
    return candidates
  }

  /// Whether a word may name an outlier near a concept: a thing by its first visible sense, of the sort (animal,
  /// artifact, plant) that the concept is, and in no sense a class, a kind of one, or what one is a kind of.
  func mayBeOutlier(_ word: String, near concept: String) -> Bool {
    guard !wordNet.senses(of: word).contains(where: { excluded.contains($0) }),
      let own = firstVisible(word), let other = firstVisible(concept)
    else { return false }
    return isThing(own.offset) && own.lexicographer == other.lexicographer
  }

  /// Whether one of some phrases names a thing by its first visible sense.
  func areThings(_ phrases: [String]) -> Bool {
    phrases.contains { firstVisible($0).map { isThing($0.offset) } ?? false }
  }

  private func firstVisible(_ phrase: String) -> Synset? {
    if let pinned = pinnedSense(of: phrase, in: wordNet) { return wordNet.synset(pinned) }
    // The plural of a concept is not in the index; its last word mostly is.
    let last = phrase.split(separator: " ").last.map(String.init) ?? phrase
    return [phrase, last].lazy.flatMap(wordNet.senses).compactMap(wordNet.synset)
      .first { visibleFiles.contains($0.lexicographer) }
  }

  private func isThing(_ offset: Int) -> Bool {
    !things.isDisjoint(with: wordNet.hypernyms(of: offset, levels: 20).keys)
  }
}

/// How far up from a class, and from there down, a neighbour may lie.
private let climb = 3
/// A kind with more kinds than these says little of them.
private let mostKinds = 60
/// What lies nearer to the root is no likeness: `object`, `artifact`, `instrumentality`, `structure`.
private let shallowest = 6
/// What outliers are kinds of, each with its sense: tools, vehicles, furniture, containers; what blocks a way;
/// living beings. Stretches of ground, buildings and weather are no outliers that a camera meets.
private let thingSenses = [("instrumentality", 3), ("obstruction", 1), ("animal", 1), ("plant", 2)]
/// The lexicographer's file of persons.
private let person = 18

/// Whether an author would write the word: lower-case letters, at most three words.
func isUsable(_ word: String) -> Bool {
  word.split(separator: " ").count <= 3
    && word.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || $0 == " " || $0 == "-" }
}

extension WordNet {
  /// What a synset is a kind of, with the number of steps; itself with 0.
  func hypernyms(of offset: Int, levels: Int) -> [Int: Int] {
    reach(from: offset, levels: levels) { $0.hypernyms }
  }

  /// The kinds of a synset, with the number of steps; without itself.
  func hyponyms(of offset: Int, levels: Int) -> [Int: Int] {
    var found = reach(from: offset, levels: levels) { $0.hyponyms }
    found[offset] = nil
    return found
  }

  private func reach(from offset: Int, levels: Int, _ step: (Synset) -> [Int]) -> [Int: Int] {
    var distances = [offset: 0]
    var edge = [offset]
    for level in 0..<levels where !edge.isEmpty && distances.count < 20_000 {
      let next = edge.flatMap { synset($0).map(step) ?? [] }
      edge = next.filter {
        distances.updateValue(min(level + 1, distances[$0] ?? .max), forKey: $0) == nil
      }
    }
    return distances
  }
}
