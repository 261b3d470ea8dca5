import PromptExpansion
import PromptJSON
import PromptModel
import PromptSource

/// An expanded set as the JSON of the contract, `version` 1.
func expansionJSON(_ expansion: Expansion) -> JSONValue {
  let set = expansion.set
  func concepts(_ owner: ConceptOwner) -> JSONValue {
    .array(expansion.concepts(of: owner).map(conceptJSON))
  }
  let classes = set.classes.enumerated().map { index, entry -> JSONValue in
    [
      "id": .int(entry.id), "name": .string(entry.name), "superclass": .optional(entry.superclass),
      "concepts": concepts(.class(index)),
    ]
  }
  let ood = set.ood.enumerated().map { index, entry -> JSONValue in
    [
      "name": .string(entry.name), "near": .array(entry.near.map { .string($0) }),
      "concepts": concepts(.ood(index)),
    ]
  }
  return [
    "version": 1,
    "set": .string(set.name),
    "classes": .array(classes),
    "ood": .array(ood),
    "prompts": .array(expansion.prompts().map { promptJSON($0, in: expansion) }),
  ]
}

private func conceptJSON(_ concept: Concept) -> JSONValue {
  let start = concept.place.start
  return [
    "text": .string(concept.text), "number": .string(concept.number.rawValue),
    "origin": [
      "file": .string(concept.place.file.path), "line": .int(start.line),
      "column": .int(start.column),
    ],
  ]
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
