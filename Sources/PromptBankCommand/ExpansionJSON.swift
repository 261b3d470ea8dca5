import PromptExpansion
import PromptJSON
import PromptModel
import PromptSource

/// An expanded set as the JSON of the contract, `version` 1.
///
/// - Parameter withOrigins: whether classes, ood entries, near lists, template lists and scoring keys
///   say where they were written, and every place by which imports its file came in.
func expansionJSON(_ expansion: Expansion, withOrigins: Bool = false) -> JSONValue {
  let set = expansion.set
  func origin(_ place: SourcePlace) -> JSONValue {
    guard withOrigins else { return placeJSON(place) }
    let chain = set.chain(to: place).map { arrival -> JSONValue in
      [
        "by": .string(arrival.isExtends ? "extends" : "import"), "place": placeJSON(arrival.place),
      ]
    }
    return placeJSON(place, [.init("chain", .array(chain))])
  }
  func concepts(_ owner: ConceptOwner) -> JSONValue {
    .array(
      expansion.concepts(of: owner).map { concept in
        [
          "text": .string(concept.text), "number": .string(concept.number.rawValue),
          "origin": origin(concept.place),
        ]
      })
  }
  func item(_ members: [JSONValue.Member], _ origins: [JSONValue.Member]) -> JSONValue {
    .object(members + (withOrigins ? origins : []))
  }
  let classes = set.classes.enumerated().map { index, entry in
    item(
      [
        .init("id", .int(entry.id)), .init("name", .string(entry.name)),
        .init("superclass", .optional(entry.superclass)),
        .init("concepts", concepts(.class(index))),
      ],
      [
        .init("origin", origin(entry.place)), .init("id_origin", origin(entry.idPlace)),
        .init("superclass_origin", entry.superclassPlace.map(origin) ?? .null),
        .init("templates", .string(entry.templates.name)),
      ])
  }
  let ood = set.ood.enumerated().map { index, entry in
    item(
      [
        .init("name", .string(entry.name)), .init("near", .array(entry.near.map { .string($0) })),
        .init("concepts", concepts(.ood(index))),
      ],
      [
        .init("origin", origin(entry.place)),
        .init("near_origins", .array(entry.nearPlaces.map(origin))),
        .init("templates", .string(entry.templates.name)),
      ])
  }
  var seen = Set<SourcePlace>()
  let lists = expansion.owners.compactMap { owner -> JSONValue? in
    let list = expansion.templates(of: owner)
    guard let place = list.place, seen.insert(place).inserted else { return nil }
    return ["name": .string(list.name), "origin": origin(place)]
  }
  let scoring = set.scoringOrigins.map { item -> JSONValue in
    ["key": .string(item.key), "value": .string(item.value), "origin": origin(item.place)]
  }
  return item(
    [
      .init("version", 1), .init("set", .string(set.name)), .init("classes", .array(classes)),
      .init("ood", .array(ood)),
      .init("prompts", .array(expansion.prompts().map { promptJSON($0, in: expansion) })),
    ],
    [.init("templates", .array(lists)), .init("scoring", .array(scoring))])
}

private func placeJSON(_ place: SourcePlace, _ more: [JSONValue.Member] = []) -> JSONValue {
  let start = place.start
  return .object(
    [
      .init("file", .string(place.file.path)), .init("line", .int(start.line)),
      .init("column", .int(start.column)),
    ] + more)
}

private func promptJSON(_ prompt: Prompt, in expansion: Expansion) -> JSONValue {
  let owner: JSONValue.Member
  switch prompt.owner {
  case .class(let index): owner = .init("class", .string(expansion.set.classes[index].name))
  case .ood(let index): owner = .init("ood", .string(expansion.set.ood[index].name))
  }
  return .object([
    .init("text", .string(prompt.text)),
    .init("concept", .string(expansion.concepts(of: prompt.owner)[prompt.concept].text)),
    .init(
      "template", .string(expansion.templates(of: prompt.owner).templates[prompt.template].text)),
    owner,
  ])
}
