import PromptExpansion
import PromptModel
import PromptSource

/// Where everything of a set was written: a line each, the place behind two blanks and `<` before each
/// import that leads to its file.
func originOutline(_ expansion: Expansion) -> String {
  let set = expansion.set
  var text = ""
  func line(_ what: String, _ place: SourcePlace) {
    text += what + "  " + written(place)
    for arrival in set.chain(to: place).reversed() {
      text += (arrival.isExtends ? " < extended at " : " < imported at ") + written(arrival.place)
    }
    text += "\n"
  }
  var lists: [TemplateList] = []
  var seen = Set<SourcePlace>()
  for owner in expansion.owners {
    let list = expansion.templates(of: owner)
    if let place = list.place, seen.insert(place).inserted { lists.append(list) }
    switch owner {
    case .class(let index):
      let entry = set.classes[index]
      line("class \(entry.id) \(entry.name)", entry.place)
      if entry.isRenumbered { line("  id \(entry.id)", entry.idPlace) }
      if let superclass = entry.superclass, let place = entry.superclassPlace {
        line("  superclass \(superclass)", place)
      }
    case .ood(let index):
      let entry = set.ood[index]
      line("ood \(entry.name)", entry.place)
      for (name, place) in zip(entry.near, entry.nearPlaces) { line("  near \(name)", place) }
    }
    for concept in expansion.concepts(of: owner) { line("  \(concept.text)", concept.place) }
  }
  for list in lists {
    guard let place = list.place else { continue }
    line("templates \(list.name)", place)
  }
  for origin in set.scoringOrigins {
    line("scoring \(origin.key) \(origin.value)", origin.place)
  }
  return text
}

private func written(_ place: SourcePlace) -> String {
  let start = place.start
  return "\(place.file.path):\(start.line):\(start.column)"
}
