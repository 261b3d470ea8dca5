import PromptBank
import PromptJSON

/// A bank as the JSON of the contract, `version` 1.
func bankJSON(_ bank: Bank) -> JSONValue {
  [
    "version": 1,
    "kind": "bank",
    "set": [
      "name": .string(bank.set.name), "version": .optional(bank.set.version),
      "license": .optional(bank.set.license), "source": .optional(bank.set.source),
    ],
    "space": [
      "id": .string(bank.space.id), "encoder": .string(bank.space.encoderDigest),
      "tokenizer": .string(bank.space.tokenizerMode),
      "vocabulary": .string(bank.space.vocabularyDigest), "dimension": .int(bank.dimension),
    ],
    "precision": .string(bank.precision),
    "arithmetic": .optional(bank.arithmetic),
    "scoring": [
      "temperature": bank.scoring.temperature.map(JSONValue.double) ?? .null,
      "encoder_temperature": bank.scoring.encoderTemperature.map(JSONValue.double) ?? .null,
      "columns": .string(bank.scoring.columns.rawValue), "ood": .string(bank.scoring.ood.rawValue),
      "score": .string(bank.scoring.score.rawValue), "void": .optional(bank.scoring.void),
      "heads": bank.scoring.heads.map { headsJSON($0, in: bank) } ?? .null,
    ],
    "columns": .array((0..<bank.columnCount).map { columnJSON(bank.column($0)) }),
    "classes": .array((0..<bank.classCount).map { classJSON(bank.idClass($0)) }),
    "ood": oodJSON(bank),
    "concepts": .array((0..<bank.conceptCount).map { conceptJSON(bank.concept($0), in: bank) }),
    "digests": [
      "bank": .optional(bank.digest),
      "files": .array(
        bank.files.map { ["name": .string($0.name), "sha256": .string($0.sha256)] }),
      "templates": .array(
        bank.templateLists.map {
          [
            "name": .string($0.name), "sha256": .string($0.sha256),
            "templates": .array($0.templates.map { .string($0) }),
          ]
        }),
      "tensors": .object(bank.tensorDigests.map { .init($0.name, .string($0.sha256)) }),
    ],
  ]
}

private func columnJSON(_ column: Bank.Column) -> JSONValue {
  ["name": .string(column.name), "kind": .string(column.kind.rawValue)]
}

private func classJSON(_ entry: Bank.IDClass) -> JSONValue {
  [
    "id": .int(entry.id), "name": .string(entry.name), "superclass": .optional(entry.superclass),
    "column": .int(entry.column), "templates": .string(entry.templateList),
  ]
}

private func oodJSON(_ bank: Bank) -> JSONValue {
  .array(
    bank.nearestClasses().enumerated().map { index, nearest in
      let entry = bank.oodEntry(index)
      return [
        "name": .string(entry.name), "near": .array(entry.near.map { .string($0) }),
        "columns": .array(entry.columns.map { .int($0) }),
        "templates": .string(entry.templateList),
        "nearest": [
          "class": .string(bank.className(nearest.idClass)),
          "cosine": .double(Double(nearest.cosine)),
        ],
      ]
    })
}

private func conceptJSON(_ concept: Bank.Concept, in bank: Bank) -> JSONValue {
  let owner: JSONValue.Member
  switch concept.owner {
  case .idClass(let index): owner = .init("class", .string(bank.className(index)))
  case .ood(let index): owner = .init("ood", .string(bank.oodName(index)))
  }
  return .object([
    .init("text", .string(concept.text)), .init("column", .int(concept.column)), owner,
    .init(
      "origin",
      [
        "file": .string(concept.origin.file), "line": .int(concept.origin.line),
        "column": .int(concept.origin.character),
      ]), .init("prompts", .array(concept.prompts.map { .string($0) })),
  ])
}

private func headsJSON(_ heads: BankScoring.Heads, in bank: Bank) -> JSONValue {
  [
    "alpha": .double(heads.alpha), "beta": .double(heads.beta),
    "unseen": .array(heads.unseen.map { .string(bank.className($0)) }),
  ]
}
