import PromptModel
import PromptSource

/// Ids and superclasses that are allowed and most likely not meant.
func findIDProblems(_ set: PromptSet) -> [Diagnostic] {
  var findings: [Diagnostic] = []
  let classes = set.classes.filter { $0.id >= 0 }.sorted { $0.id < $1.id }
  if let ignored = classes.first(where: { $0.id == 255 }), classes.count < 256 {
    findings.append(
      Diagnostic(
        .ignoreID, "id 255 marks ignored pixels in most label formats", at: ignored.numberedPlace,
        help: "use another id, or leave the class out if evaluation ignores it"))
  }
  if let first = classes.first, let last = classes.last, first.id == 0, classes.count > 2 {
    let missing = last.id + 1 - classes.count
    if missing > 0, missing <= max(1, classes.count / 10),
      let (before, after) = zip(classes, classes.dropFirst()).first(where: { $1.id > $0.id + 1 })
    {
      findings.append(
        Diagnostic(
          .classIDGap, "ids jump from \(before.id) to \(after.id)", at: after.numberedPlace,
          related: [.init("the class before", at: before.numberedPlace)],
          help: "add the class that is missing; where the labels skip the id, all is well"))
    }
  }
  let names = Set(set.classes.map(\.name))
  var members: [String: [IDClass]] = [:]
  for entry in set.classes {
    if let superclass = entry.superclass { members[superclass, default: []].append(entry) }
  }
  for entry in set.classes {
    // A class outside it that has its name is an error.
    guard let superclass = entry.superclass, members[superclass]?.count == 1,
      superclass == entry.name || !names.contains(superclass)
    else { continue }
    findings.append(
      Diagnostic(
        .singletonSuperclass,
        "superclass \(quoted(superclass)) holds one class and merges nothing", at: entry.place,
        help: "move the classes it should be merged with into it, or write the class alone"))
  }
  return findings
}
