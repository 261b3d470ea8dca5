import PromptBank

/// A stand-in for SHA-256: 32 bytes that any changed byte changes.
func toyDigest(_ bytes: [UInt8]) -> [UInt8] {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  return (0..<32).map { UInt8(truncatingIfNeeded: hash >> (8 * UInt64($0 % 8))) }
}

let toySpace = EmbeddingSpace(
  encoderDigest: "sha256:" + String(repeating: "0a", count: 32), tokenizerMode: "open_clip",
  vocabularyDigest: "sha256:" + String(repeating: "b1", count: 32), dimension: 3,
  digest: toyDigest)

/// The small set with every scoring choice that a bank can record.
func choosySet() -> BankContents {
  var contents = smallSet()
  contents.scoring.score = .entropy
  contents.scoring.void = "ingenting 😀"
  contents.scoring.heads = .init(alpha: 0.4, beta: 0.8, unseen: [0, 2])
  contents.voidEmbedding = [0, 3, 4]
  return contents
}

/// Three classes, the first and the last in one superclass, and two ood entries.
func smallSet(
  columns: BankScoring.Columns = .superclass, ood: BankScoring.OOD = .separate
) -> BankContents {
  func concept(_ text: String, _ line: Int, file: Int = 0, templates: Int = 2)
    -> BankContents.Concept
  {
    .init(
      text: text, file: file, line: line, character: 3,
      prompts: (0..<templates).map { "prompt \($0) of \(text)." })
  }
  return BankContents(
    set: SetDescription(name: "småland", version: "1.0", license: "CC0-1.0"),
    space: toySpace,
    scoring: BankScoring(temperature: 0.01, encoderTemperature: 1e-5, columns: columns, ood: ood),
    files: [
      .init(name: "småland.prompts", digest: toyDigest([1])),
      .init(name: "templates/two.prompts", digest: toyDigest([2])),
    ],
    templateLists: [
      .init(name: "two", templates: ["prompt 0 of {}.", "prompt 1 of {}."]),
      .init(name: "bare", templates: ["{}"]),
    ],
    classes: [
      .init(
        id: 7, name: "road", superclass: "flat", templateList: 0,
        concepts: [concept("road", 4), concept("roads", 4)]),
      .init(
        id: -1, name: "sky", superclass: nil, templateList: 1,
        concepts: [concept("sky", 5, templates: 1)]),
      .init(
        id: 9, name: "pavement", superclass: "flat", templateList: 0,
        concepts: [concept("pavement", 6, file: 1)]),
    ],
    ood: [
      .init(
        name: "caravan", near: [2, 0], templateList: 0,
        concepts: [concept("caravan", 8), concept("motorhome 😀", 8)]),
      .init(
        name: "debris", near: [], templateList: 1,
        concepts: [concept("tire", 9, templates: 1)]),
    ],
    embeddings: [
      2, 0, 0, 0, 3, 0, 0, 0, 4, 3, 4, 0, 0, 3, 4, 4, 0, 3, 1, 2, 2,
    ])
}
