import PromptModel
import PromptSource

/// Where each concept stood first, and every place where one stands again.
struct ConceptRepeats {
  private let set: PromptSet
  private var seen: [String: Seen] = [:]
  private var repeats: [Repeat] = []
  private var indexOfRepeat: [Repeat.Key: Int] = [:]
  /// Entries that a finding names already: `tree(s)` again is one slip, not two.
  private var covered: Set<SourcePlace> = []

  init(_ set: PromptSet) { self.set = set }

  /// Notes a concept; false where its own concept set holds it already, so that it is left out.
  mutating func isFirst(_ key: String, _ concept: Concept, of owner: ConceptOwner) -> Bool {
    guard let known = seen[key] else {
      seen[key] = Seen(concept: concept, owner: owner, inLast: concept, last: owner)
      return true
    }
    guard known.last != owner else {
      add(.repeatedConcept, key, concept, of: owner, after: known.inLast, of: owner)
      return false
    }
    seen[key]?.inLast = concept
    seen[key]?.last = owner
    let rule: Rule =
      switch (known.owner, owner) {
      case (.class, .class): .duplicateConcept
      case (.class, .ood): .oodConceptInClass
      case (.ood, _): .sharedOODConcept
      }
    add(rule, key, concept, of: owner, after: known.concept, of: known.owner)
    return true
  }

  private mutating func add(
    _ rule: Rule, _ key: String, _ concept: Concept, of owner: ConceptOwner, after first: Concept,
    of firstOwner: ConceptOwner
  ) {
    let known = Repeat.Key(rule: rule, key: key, firstOwner: firstOwner)
    if let index = indexOfRepeat[known] {
      covered.insert(concept.place)
      repeats[index].others.append((concept, owner))
    } else if covered.insert(concept.place).inserted {
      indexOfRepeat[known] = repeats.count
      repeats.append(
        Repeat(rule: rule, first: first, firstOwner: firstOwner, others: [(concept, owner)]))
    }
  }

  func findings() -> [Diagnostic] { repeats.map(finding) }

  /// One concept that stands in several places; the finding is at the second.
  private struct Repeat {
    var rule: Rule
    var first: Concept
    var firstOwner: ConceptOwner
    var others: [(concept: Concept, owner: ConceptOwner)]

    struct Key: Hashable {
      var rule: Rule
      var key: String
      var firstOwner: ConceptOwner
    }
  }

  /// Where a concept stood first of all, and where it stood first in the last owner that has it.
  /// Owners come one after another.
  private struct Seen {
    var concept: Concept
    var owner: ConceptOwner
    var inLast: Concept
    var last: ConceptOwner
  }

  /// More places than a person would read are counted and not drawn.
  private static let drawnPlaces = 8

  private func finding(_ repeated: Repeat) -> Diagnostic {
    let concept = repeated.others[0].concept
    var related = [Diagnostic.Related("first here", at: repeated.first.place)]
    related += repeated.others.dropFirst().prefix(Self.drawnPlaces)
      .map { .init("and here", at: $0.concept.place) }
    return Diagnostic(
      repeated.rule, message(repeated), at: concept.place, label: "again here", related: related,
      help: Self.help(repeated.rule),
      fix: repeated.rule == .repeatedConcept ? Self.removal(repeated) : nil)
  }

  /// Takes the repeats out where each is a whole entry that says nothing else.
  private static func removal(_ repeated: Repeat) -> Fix? {
    let file = repeated.first.place.file
    let first = file.text(repeated.first.place.range)
    var edits: [Fix.Edit] = []
    for (concept, _) in repeated.others {
      let written = file.text(concept.place.range)
      guard concept.place.file === file, written == first || written == concept.text,
        let edit = file.removal(ofListEntry: concept.place.range)
      else { return nil }
      edits.append(edit)
    }
    return Fix("remove the repeated concept", edits)
  }

  private func message(_ repeated: Repeat) -> String {
    let text = "concept " + quoted(repeated.others[0].concept.text)
    let count = repeated.others.count + 1
    switch repeated.rule {
    case .repeatedConcept:
      let times = count == 2 ? "twice" : "\(count) times"
      return "\(text) stands in \(quoted(name(repeated.firstOwner))) \(times)"
    case .duplicateConcept:
      return "\(text) stands in \(count) classes: \(names(repeated))"
    case .oodConceptInClass:
      return "\(text) stands in class \(quoted(name(repeated.firstOwner))) and is an outlier in "
        + names(repeated, withFirst: false)
    default:
      return "\(text) stands in \(count) ood entries: \(names(repeated))"
    }
  }

  private func names(_ repeated: Repeat, withFirst: Bool = true) -> String {
    var names = repeated.others.prefix(Self.drawnPlaces).map { quoted(name($0.owner)) }
    if withFirst { names.insert(quoted(name(repeated.firstOwner)), at: 0) }
    if repeated.others.count > Self.drawnPlaces { names.append("…") }
    return names.joined(separator: ", ")
  }

  private func name(_ owner: ConceptOwner) -> String {
    switch owner {
    case .class(let index): self.set.classes[index].name
    case .ood(let index): self.set.ood[index].name
    }
  }

  private static func help(_ rule: Rule) -> String {
    switch rule {
    case .repeatedConcept: "take it out here: it counts once however often it is written"
    case .duplicateConcept: "keep it in one of them: where both have it, neither can win"
    case .oodConceptInClass: "keep it in one of them: what a class covers is normal"
    default:
      "keep it in one entry, with all classes it resembles after `near`: it would count twice"
    }
  }
}
