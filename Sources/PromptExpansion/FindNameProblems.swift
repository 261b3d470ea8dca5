import PromptModel
import PromptSource

/// Concepts that carry another class's name, their superclass's, or a class's concept as their head.
func findNameProblems(
  _ expansion: Expansion, canonical: (String) -> String
) -> [Diagnostic] {
  let set = expansion.set
  var classOfName: [String: Int] = [:]
  var classesOfConcept: [String: Int] = [:]
  var counts: [String: Int] = [:]
  /// The classes that have their own name among their concepts.
  var listsItself = Set<Int>()
  for (index, entry) in set.classes.enumerated() {
    classOfName[canonical(entry.name)] = index
    if let superclass = entry.superclass { counts[superclass, default: 0] += 1 }
    for concept in expansion.classConcepts[index] {
      let key = canonical(concept.text)
      if classesOfConcept[key] == nil { classesOfConcept[key] = index }
      if classOfName[key] == index { listsItself.insert(index) }
    }
  }
  var findings: [Diagnostic] = []
  var found = Set<SourcePlace>()
  for owner in expansion.owners {
    for concept in expansion.concepts(of: owner) {
      let key = canonical(concept.text)
      if let index = classOfName[key], owner != .class(index), !listsItself.contains(index),
        found.insert(concept.place).inserted
      {
        findings.append(
          Diagnostic(
            .classNameElsewhere,
            "concept \(quoted(concept.text)) is the name of another class, which does not list it",
            at: concept.place, related: [.init("the class", at: set.classes[index].place)],
            help: "move it into that class, or say it in other words"))
        continue
      }
      switch owner {
      case .class(let index):
        guard let superclass = set.classes[index].superclass, counts[superclass, default: 0] > 1,
          key == canonical(superclass), classOfName[key] == nil,
          found.insert(concept.place).inserted
        else { continue }
        findings.append(
          Diagnostic(
            .superclassAsConcept,
            "concept \(quoted(concept.text)) is the superclass, which holds other classes, too",
            at: concept.place, help: "write what tells this class from its neighbours"))
      case .ood(let index):
        guard let (head, general) = kind(of: key, classesOfConcept),
          !set.ood[index].near.contains(set.classes[general].name),
          found.insert(concept.place).inserted
        else { continue }
        let name = quoted(set.classes[general].name)
        findings.append(
          Diagnostic(
            .oodKindOfClass,
            "outlier \(quoted(concept.text)) is a kind of \(quoted(head)), which class \(name) covers",
            at: concept.place, related: [.init("the class", at: set.classes[general].place)],
            help: concept.place.file.say("put \(name) behind", "add \(name) to its")
              + " `near` if it differs from the class, or take it out"))
      }
    }
  }
  return findings
}

/// The longest end of a phrase that is a concept of a class: `truck` of `delivery truck`.
private func kind(of phrase: String, _ classesOfConcept: [String: Int]) -> (String, Int)? {
  // A phrase longer than any noun phrase is not taken apart: the work stays linear.
  let words = phrase.split(separator: " ")
  guard words.count > 1, words.count <= 12 else { return nil }
  // `person lying on the floor` is no floor.
  for start in 1...max(1, NounPhrase.headIndex(words)) {
    let head = words[start...].joined(separator: " ")
    if let index = classesOfConcept[head] { return (head, index) }
  }
  return nil
}
