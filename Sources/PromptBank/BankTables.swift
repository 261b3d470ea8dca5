internal import TensorFiles

/// The tensors of a bank, as `grammar/bank.md` lists them: types and shapes checked.
struct BankTables: Sendable {
  let embeddings: Table<Float>
  let conceptColumns, conceptOwners: Table<Int32>
  let conceptText, conceptPrompts: TextTable
  let originFiles, originLines, originCharacters: Table<Int32>
  let columnKinds: Table<UInt8>
  let columnOwners: Table<Int32>
  let classIDs: Table<Int64>
  let classNames, classSuperclasses, classColumns, classTemplates: Table<Int32>
  let superclassNames: Table<Int32>
  let oodNames, oodColumns, oodNear, oodNearOffsets, oodTemplates: Table<Int32>
  let templateListNames, templates, templateListOffsets: Table<Int32>
  let templateListDigests: Table<UInt8>
  let fileNames: Table<Int32>
  let fileDigests: Table<UInt8>
  let strings: TextTable
  /// Present only in a bank with a void column.
  let voidEmbedding: Table<Float>?

  init(_ file: SafetensorsFile, dimension: Int, hasVoid: Bool) throws(BankError) {
    let finder = TableFinder(file: file)
    embeddings = try finder.table("embeddings", [nil, dimension], .float32)
    let concepts = embeddings.tensor.shape[0]
    conceptColumns = try finder.int32s("concept_columns", concepts)
    conceptOwners = try finder.int32s("concept_owners", concepts)
    conceptText = try finder.texts("concept_text", "concept_text_offsets", concepts)
    conceptPrompts = try finder.texts("concept_prompts", "concept_prompt_offsets", concepts)
    originFiles = try finder.int32s("origin_files", concepts)
    originLines = try finder.int32s("origin_lines", concepts)
    originCharacters = try finder.int32s("origin_characters", concepts)
    columnKinds = try finder.table("column_kinds", [nil], .uint8)
    columnOwners = try finder.int32s("column_owners", columnKinds.count)
    classIDs = try finder.table("class_ids", [nil], .int64)
    classNames = try finder.int32s("class_names", classIDs.count)
    classSuperclasses = try finder.int32s("class_superclasses", classIDs.count)
    classColumns = try finder.int32s("class_columns", classIDs.count)
    classTemplates = try finder.int32s("class_templates", classIDs.count)
    superclassNames = try finder.int32s("superclass_names", nil)
    oodNames = try finder.int32s("ood_names", nil)
    oodColumns = try finder.int32s("ood_columns", oodNames.count + 1)
    oodNear = try finder.int32s("ood_near", nil)
    oodNearOffsets = try finder.int32s("ood_near_offsets", oodNames.count + 1)
    oodTemplates = try finder.int32s("ood_templates", oodNames.count)
    templateListNames = try finder.int32s("template_list_names", nil)
    templates = try finder.int32s("templates", nil)
    templateListOffsets = try finder.int32s("template_list_offsets", templateListNames.count + 1)
    templateListDigests = try finder.table(
      "template_list_digests", [templateListNames.count, 32], .uint8)
    fileNames = try finder.int32s("file_names", nil)
    fileDigests = try finder.table("file_digests", [fileNames.count, 32], .uint8)
    strings = try finder.texts("strings", "string_offsets", nil)
    voidEmbedding =
      hasVoid ? try finder.table("void_embedding", [1, dimension], .float32) : nil
  }

  /// The tensors' names, in the order of `grammar/bank.md`.
  static let names = [
    "embeddings", "concept_columns", "concept_owners", "concept_text", "concept_text_offsets",
    "concept_prompts", "concept_prompt_offsets", "origin_files", "origin_lines",
    "origin_characters", "column_kinds", "column_owners", "class_ids", "class_names",
    "class_superclasses", "class_columns", "class_templates", "superclass_names", "ood_names",
    "ood_columns", "ood_near", "ood_near_offsets", "ood_templates", "template_list_names",
    "templates", "template_list_offsets", "template_list_digests", "file_names", "file_digests",
    "strings", "string_offsets",
  ]
}

/// Finds tensors by name and holds them to a type and a shape.
private struct TableFinder {
  let file: SafetensorsFile

  /// - Parameter shape: nil for an extent that may be any.
  func table<Number>(
    _ name: String, _ shape: [Int?], _ elementType: ElementType
  ) throws(BankError) -> Table<Number> {
    func wrong(_ reason: String) -> BankError {
      BankError(path: file.path, tensor: name, reason: reason)
    }
    guard let tensor = file.tensor(named: name) else { throw wrong("is missing") }
    guard tensor.elementType == elementType else {
      throw wrong("holds \(tensor.elementType.rawValue), not \(elementType.rawValue)")
    }
    guard tensor.shape.count == shape.count,
      zip(tensor.shape, shape).allSatisfy({ $1 == nil || $0 == $1 })
    else {
      let expected = shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
      throw wrong("has the shape \(tensor.shape), not [\(expected)]")
    }
    // What counts rows is itself counted by 32-bit tables.
    guard
      tensor.shape.isEmpty || name.hasSuffix("text") || tensor.shape[0] < Int(Int32.max)
        || elementType == .uint8
    else { throw wrong("has more rows than 32 bits count") }
    guard tensor.byteRange.lowerBound % MemoryLayout<Number>.alignment == 0 else {
      throw wrong("is not aligned: it begins at byte \(tensor.byteRange.lowerBound)")
    }
    return Table(file: file, tensor: tensor)
  }

  func int32s(_ name: String, _ count: Int?) throws(BankError) -> Table<Int32> {
    try table(name, [count], .int32)
  }

  func texts(_ bytes: String, _ offsets: String, _ count: Int?) throws(BankError) -> TextTable {
    let texts = TextTable(
      bytes: try table(bytes, [nil], .uint8),
      offsets: try table(offsets, [count.map { $0 + 1 }], .int64))
    if !texts.offsets.withNumbers({ areOffsets($0, to: texts.bytes.count) }) {
      throw BankError(
        path: file.path, tensor: offsets,
        reason: "does not cut the \(texts.bytes.count) bytes of `\(bytes)`")
    }
    return texts
  }
}
