internal import TensorFiles

/// Writes a bank: the same bytes for the same contents, whole or not at all.
///
/// - Parameter digest: SHA-256.
/// - Throws: ``BankError`` naming the concept if an embedding is zero or not finite; and if the contents
///   do not fit together or the file cannot be written, which then is as it was before.
public func writeBank(
  _ contents: BankContents, to path: String, digest: ([UInt8]) -> [UInt8]
) throws(BankError) {
  try checkContents(contents, path: path)
  let layout = BankLayout(contents)
  let tensors = try bankTensors(contents, layout, path: path, digest: digest)
  var metadata = bankMetadata(contents)
  for tensor in tensors {
    metadata[MetadataKey.digest(ofTensor: tensor.name)] = hexadecimal(digest(tensor.contents.bytes))
  }
  metadata[MetadataKey.digest] = "sha256:" + hexadecimal(digest(identityBytes(of: metadata)))
  do throws(TensorFileError) {
    try writeSafetensors(to: path, metadata: metadata, tensors: tensors)
  } catch {
    throw BankError(error)
  }
}

private func bankMetadata(_ contents: BankContents) -> [String: String] {
  let (set, space, scoring) = (contents.set, contents.space, contents.scoring)
  let values: [String: String?] = [
    MetadataKey.version: String(Bank.formatVersion),
    MetadataKey.set: set.name,
    MetadataKey.setVersion: set.version,
    MetadataKey.license: set.license,
    MetadataKey.source: set.source,
    MetadataKey.columns: scoring.columns.rawValue,
    MetadataKey.ood: scoring.ood.rawValue,
    MetadataKey.score: scoring.score == .vl4ad ? nil : scoring.score.rawValue,
    MetadataKey.void: scoring.void,
    MetadataKey.alpha: scoring.heads.map { $0.alpha.description },
    MetadataKey.beta: scoring.heads.map { $0.beta.description },
    MetadataKey.unseen: scoring.heads.flatMap { heads in
      heads.unseen.isEmpty ? nil : heads.unseen.map(String.init).joined(separator: " ")
    },
    MetadataKey.temperature: scoring.temperature.map { $0.description },
    MetadataKey.encoderTemperature: scoring.encoderTemperature.map { $0.description },
    MetadataKey.space: space.id,
    MetadataKey.encoder: space.encoderDigest,
    MetadataKey.tokenizer: space.tokenizerMode,
    MetadataKey.vocabulary: space.vocabularyDigest,
    MetadataKey.dimension: String(space.dimension),
    MetadataKey.precision: contents.precision,
    MetadataKey.arithmetic: contents.arithmetic,
  ]
  return values.compactMapValues { $0 }
}

private func bankTensors(
  _ contents: BankContents, _ layout: BankLayout, path: String, digest: ([UInt8]) -> [UInt8]
) throws(BankError) -> [TensorToWrite] {
  var tensors: [TensorToWrite] = []
  var strings = StringPool()
  func int32s(_ name: String, _ values: [Int]) throws(BankError) {
    if let value = values.first(where: { Int32(exactly: $0) == nil }) {
      throw BankError(path: path, tensor: name, reason: "\(value) does not fit 32 bits")
    }
    tensors.append(
      .init(name, shape: [values.count], .int32s(values.map { Int32(truncatingIfNeeded: $0) })))
  }
  func texts(_ name: String, _ offsetsName: String, _ texts: some Sequence<[UInt8]>) {
    var bytes: [UInt8] = []
    var offsets: [Int64] = [0]
    for text in texts {
      bytes += text
      offsets.append(Int64(bytes.count))
    }
    tensors.append(.init(name, shape: [bytes.count], .bytes(bytes, .uint8)))
    tensors.append(.init(offsetsName, shape: [offsets.count], .int64s(offsets)))
  }
  func digests(_ name: String, _ digests: [[UInt8]]) {
    tensors.append(
      .init(name, shape: [digests.count, 32], .bytes(Array(digests.joined()), .uint8)))
  }
  let rows = layout.rows
  let embeddings = try normalisedRows(contents, layout, path: path)
  tensors.append(
    .init("embeddings", shape: [rows.count, contents.space.dimension], .floats(embeddings)))
  if contents.scoring.void != nil {
    tensors.append(
      .init(
        "void_embedding", shape: [1, contents.space.dimension],
        .floats(try normalised(contents.voidEmbedding, path: path))))
  }
  try int32s("concept_columns", rows.map(\.column))
  try int32s("concept_owners", rows.map(\.owner))
  texts("concept_text", "concept_text_offsets", rows.lazy.map { Array($0.concept.text.utf8) })
  texts(
    "concept_prompts", "concept_prompt_offsets",
    rows.lazy.map { $0.concept.prompts.flatMap { Array($0.utf8) + [0] } })
  try int32s("origin_files", rows.map(\.concept.file))
  try int32s("origin_lines", rows.map(\.concept.line))
  try int32s("origin_characters", rows.map(\.concept.character))
  tensors.append(
    .init("column_kinds", shape: [layout.columnKinds.count], .bytes(layout.columnKinds, .uint8)))
  try int32s("column_owners", layout.columnOwners)
  let ids = contents.classes.map { Int64($0.id) }
  tensors.append(.init("class_ids", shape: [ids.count], .int64s(ids)))
  try int32s("class_names", contents.classes.map { strings.index(of: $0.name) })
  try int32s("class_superclasses", layout.classSuperclasses)
  try int32s("class_columns", layout.classColumns)
  try int32s("class_templates", contents.classes.map(\.templateList))
  try int32s("superclass_names", layout.superclasses.map { strings.index(of: $0) })
  try int32s("ood_names", contents.ood.map { strings.index(of: $0.name) })
  try int32s("ood_columns", layout.oodColumns)
  try int32s("ood_near", contents.ood.flatMap(\.near))
  try int32s("ood_near_offsets", offsets(of: contents.ood.map(\.near.count)))
  try int32s("ood_templates", contents.ood.map(\.templateList))
  let lists = contents.templateLists
  try int32s("template_list_names", lists.map { strings.index(of: $0.name) })
  try int32s("templates", lists.flatMap(\.templates).map { strings.index(of: $0) })
  try int32s("template_list_offsets", offsets(of: lists.map(\.templates.count)))
  digests("template_list_digests", lists.map { digest(templateListBytes($0.templates)) })
  try int32s("file_names", contents.files.map { strings.index(of: $0.name) })
  digests("file_digests", contents.files.map(\.digest))
  texts("strings", "string_offsets", strings.texts)
  return tensors
}

/// Where each piece begins, and where the last ends.
private func offsets(of counts: [Int]) -> [Int] {
  counts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
}

/// The rows in the order of the bank, each divided by its length; computed in double precision.
private func normalisedRows(
  _ contents: BankContents, _ layout: BankLayout, path: String
) throws(BankError) -> [Float] {
  let dimension = contents.space.dimension
  var values: [Float] = []
  values.reserveCapacity(contents.embeddings.count)
  for row in layout.rows {
    let range = row.source * dimension..<(row.source + 1) * dimension
    var squares = 0.0
    for index in range {
      squares += Double(contents.embeddings[index]) * Double(contents.embeddings[index])
    }
    guard squares.isFinite, squares > 0 else {
      throw BankError(
        path: path, tensor: "embeddings",
        reason: "the embedding of `\(row.concept.text)` is "
          + (squares == 0 ? "zero: it has no direction" : "not finite"))
    }
    let length = squares.squareRoot()
    for index in range { values.append(Float(Double(contents.embeddings[index]) / length)) }
  }
  return values
}

/// Texts without repeats, in the order of their first use.
private struct StringPool {
  private(set) var texts: [[UInt8]] = []
  private var indices: [[UInt8]: Int] = [:]

  mutating func index(of text: String) -> Int {
    // By bytes: Swift's strings are equal where only their normal form is.
    let bytes = Array(text.utf8)
    if let index = indices[bytes] { return index }
    indices[bytes] = texts.count
    texts.append(bytes)
    return texts.count - 1
  }
}

/// The void row, of length 1.
private func normalised(_ row: [Float], path: String) throws(BankError) -> [Float] {
  let squares = row.reduce(0.0) { $0 + Double($1) * Double($1) }
  guard squares.isFinite, squares > 0 else {
    throw BankError(path: path, reason: "the embedding of `void` is zero or not finite")
  }
  let scale = 1 / squares.squareRoot()
  return row.map { Float(Double($0) * scale) }
}
