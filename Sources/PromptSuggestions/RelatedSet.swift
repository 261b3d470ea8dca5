internal import PromptExpansion
internal import PromptModel

/// A prompt set that shares classes with the author's.
struct RelatedSet {
  let expansion: Expansion
  /// Which part of the classes of either both have (Jaccard index), from 0 to 1.
  let weight: Double
  /// For each of its classes the author's class that shares most phrases with it.
  let counterparts: [Int?]

  var name: String { expansion.set.name }

  /// - Returns: nil where fewer than two classes are shared.
  init?(_ other: Expansion, to own: Expansion, known: KnownPhrases) {
    guard other.set.name != own.set.name else { return nil }
    expansion = other
    counterparts = other.set.classes.indices.map { index in
      var shared: [Int: Int] = [:]
      for phrase in other.phrases(of: .class(index)) {
        if case .class(let own)? = known.owner(of: phrase) { shared[own, default: 0] += 1 }
      }
      return shared.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
    let common = Set(counterparts.compactMap(\.self)).count
    guard common >= 2 else { return nil }
    weight =
      Double(common) / Double(own.set.classes.count + other.set.classes.count - common)
  }
}
