internal import TensorFiles

extension Bank {
  /// Checks what opening leaves out: every digest, that all text is UTF-8, that every row has length 1,
  /// and that provenance is complete. Takes time with the size of the bank.
  ///
  /// - Parameter digest: SHA-256.
  /// - Throws: ``BankError`` with the first thing that is wrong.
  public func verify(digest: ([UInt8]) -> [UInt8]) throws(BankError) {
    try verifyTensorDigests(digest)
    try verifyIdentities(digest)
    try verifyText()
    try verifyProvenance()
    try verifyRows()
  }

  private func wrong(_ reason: String, _ tensor: String? = nil) -> BankError {
    BankError(path: path, tensor: tensor, reason: reason)
  }

  private func verifyTensorDigests(_ digest: ([UInt8]) -> [UInt8]) throws(BankError) {
    for name in BankTables.names {
      guard let tensor = file.tensor(named: name) else { continue }
      guard let recorded = file.metadata[MetadataKey.digest(ofTensor: name)] else {
        throw wrong("the metadata lacks its digest", name)
      }
      if hexadecimal(digest(file.bytes(of: tensor))) != recorded {
        throw wrong("differs from its digest: the bank was changed or damaged", name)
      }
    }
  }

  private func verifyIdentities(_ digest: ([UInt8]) -> [UInt8]) throws(BankError) {
    if "sha256:" + hexadecimal(digest(identityBytes(of: file.metadata))) != self.digest {
      throw wrong("the metadata differs from `\(MetadataKey.digest)`: it was changed or damaged")
    }
    if "sha256:" + hexadecimal(digest(Array(space.canonicalText.utf8))) != space.id {
      throw wrong("`\(MetadataKey.space)` is not the id of its encoder, tokenizer and dimension")
    }
    for list in templateLists
    where hexadecimal(digest(templateListBytes(list.templates))) != list.sha256 {
      throw wrong("differs from the templates of `\(list.name)`", "template_list_digests")
    }
  }

  private func verifyText() throws(BankError) {
    for table in [tables.conceptText, tables.conceptPrompts, tables.strings] {
      let isValid = table.bytes.withNumbers { bytes in
        guard (try? UTF8Span(validating: bytes)) != nil else { return false }
        return table.offsets.withNumbers { offsets in
          for index in offsets.indices {
            let place = Int(offsets[index])
            // 10xxxxxx continues a character.
            if place < bytes.count, bytes[place] & 0xC0 == 0x80 { return false }
          }
          return true
        }
      }
      if !isValid { throw wrong("is not UTF-8", table.bytes.tensor.name) }
    }
  }

  private func verifyProvenance() throws(BankError) {
    for table in [tables.originLines, tables.originCharacters]
    where !table.withNumbers({ areAll($0, in: 1..<Int(Int32.max)) }) {
      throw wrong("holds a place before 1", table.tensor.name)
    }
    for row in 0..<conceptCount {
      let owner = Int(tables.conceptOwners[row])
      let isID = Int(tables.conceptColumns[row]) < idColumnCount
      let list = Int((isID ? tables.classTemplates : tables.oodTemplates)[owner])
      let bytes = tables.conceptPrompts.bytes.copy(tables.conceptPrompts.offsets.range(row))
      if bytes.last != 0
        || bytes.count(where: { $0 == 0 }) != tables.templateListOffsets.range(list).count
      {
        throw wrong("has not one prompt a template for `\(conceptText(row))`", "concept_prompts")
      }
    }
  }

  private func verifyRows() throws(BankError) {
    let row = withEmbeddings { values -> Int? in
      for row in 0..<conceptCount {
        var squares = 0.0
        for index in row * dimension..<(row + 1) * dimension {
          squares += Double(values[index]) * Double(values[index])
        }
        // Rounding a row to float32 moves its length by less than 1e-7.
        if !(abs(squares - 1) <= 1e-5) { return row }
      }
      return nil
    }
    if let row { throw wrong("the row of `\(conceptText(row))` has not length 1", "embeddings") }
    let voidSquares = voidEmbedding?.reduce(0.0) { $0 + Double($1) * Double($1) }
    if let voidSquares, !(abs(voidSquares - 1) <= 1e-5) {
      throw wrong("has not length 1", "void_embedding")
    }
  }
}

/// The bytes whose SHA-256 is the digest of a template list.
func templateListBytes(_ templates: [String]) -> [UInt8] {
  templates.flatMap { Array($0.utf8) + [0] }
}
