import PromptBank

/// Writes a bank of random embeddings, a concept of which looks like any other's. Digests are all zero, for
/// nothing here verifies them, and to compute them would take longer than the rest.
func writeRandomBank(
  to path: String, classes: Int, conceptsEach: Int, ood: Int, dimension: Int
) throws {
  var state: UInt64 = 1
  func random() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int32(truncatingIfNeeded: state >> 32)) * 0x1p-31
  }
  func concepts(_ count: Int, of owner: String) -> [BankContents.Concept] {
    (0..<count).map { number in
      let text = "\(owner) \(number)"
      return .init(text: text, file: 0, line: 1, character: 1, prompts: ["a photo of a \(text)."])
    }
  }
  let zero = [UInt8](repeating: 0, count: 32)
  let digest = "sha256:" + String(repeating: "0", count: 64)
  let count = classes * conceptsEach + ood
  let contents = BankContents(
    set: .init(name: "random"),
    space: .init(
      encoderDigest: digest, tokenizerMode: "open_clip", vocabularyDigest: digest,
      dimension: dimension, digest: { _ in zero }),
    scoring: .init(temperature: 0.01),
    files: [.init(name: "random.prompts", digest: zero)],
    templateLists: [.init(name: "default", templates: ["a photo of {a}."])],
    classes: (0..<classes).map {
      .init(
        id: $0, name: "class \($0)", superclass: nil, templateList: 0,
        concepts: concepts(conceptsEach, of: "class \($0)"))
    },
    ood: ood == 0
      ? [] : [.init(name: "ood", near: [0], templateList: 0, concepts: concepts(ood, of: "ood"))],
    embeddings: (0..<count * dimension).map { _ in random() })
  try writeBank(contents, to: path) { _ in zero }
}
