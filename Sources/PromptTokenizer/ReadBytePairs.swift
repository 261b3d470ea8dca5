import PromptJSON

/// The files a byte-pair vocabulary is read from, and the one that was chosen.
struct BytePairReader {
  let folder: TokenizerFolder

  static let packed = "bpe_simple_vocab_16e6.txt.gz"
  static let names = [packed, "merges.txt", "tokenizer.json"]

  /// The merges that CLIP uses of the 262,143 in its packed list.
  private static let packedMergeCount = 49_152 - 256 - 2

  /// Reads the first of the files that is there; `vocab.json` beside it must agree.
  ///
  /// - Parameter tokenizerJSON: `tokenizer.json` where it has been read already.
  func read(
    _ names: [String], tokenizerJSON: JSONValue? = nil
  ) throws(TokenizerError) -> BytePairVocabulary {
    for name in names where folder.has(name) {
      switch name {
      case "tokenizer.json":
        if let tokenizerJSON { return try read(json: tokenizerJSON) }
        return try read(json: try folder.json(name))
      case Self.packed: return try checked(try readPacked())
      default: return try checked(try read(lines: try folder.bytes(name), of: name, limit: .max))
      }
    }
    throw TokenizerError(
      folder.path,
      "no tokenizer: looked for \(names.map { "`\($0)`" }.joined(separator: ", ")); copy "
        + "`\(Self.packed)` from the open_clip package into the folder")
  }

  private func readPacked() throws(TokenizerError) -> BytePairVocabulary {
    let path = folder.path(Self.packed)
    let packed = try folder.bytes(Self.packed)
    let lines: [UInt8]
    do {
      lines = try gunzip(packed, limit: TokenizerFolder.largestFile)
    } catch {
      switch error {
      case .damaged: throw TokenizerError(path, "not a gzip file, or a damaged one")
      case .truncated: throw TokenizerError(path, "the gzip file is cut off")
      case .tooLarge:
        throw TokenizerError(path, "unpacks to more than \(TokenizerFolder.largestFile >> 20) MiB")
      }
    }
    return try read(lines: lines, of: Self.packed, limit: Self.packedMergeCount)
  }

  /// Reads lines `left right`, after a header line that tells the version.
  private func read(
    lines bytes: [UInt8], of name: String, limit: Int
  ) throws(TokenizerError) -> BytePairVocabulary {
    let lineCount = bytes.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
    var vocabulary = BytePairVocabulary(mergeCount: min(lineCount, limit))
    var line = 0
    var start = 0
    var count = 0
    while start < bytes.count, count < limit {
      var end = start
      while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      line += 1
      var text = bytes[start..<end]
      start = end + 1
      if text.last == 0x0D { text = text.dropLast() }
      if line == 1, name == Self.packed || isHeader(text) { continue }
      if text.isEmpty, bytes[start...].allSatisfy({ $0 == 0x0A || $0 == 0x0D }) { break }
      guard let space = text.firstIndex(of: 0x20) else {
        throw TokenizerError(folder.path(name), .line(line), "not two symbols with a space between")
      }
      if let problem = vocabulary.addMerge(text[..<space], text[(space + 1)...]) {
        throw TokenizerError(folder.path(name), .line(line), problem)
      }
      count += 1
    }
    if count == 0 { throw TokenizerError(folder.path(name), "holds no merges") }
    return vocabulary
  }

  private func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
    String(decoding: line, as: UTF8.self).contains("#version")
  }

  private func read(json: JSONValue) throws(TokenizerError) -> BytePairVocabulary {
    let path = folder.path("tokenizer.json")
    guard let model = json["model"], let merges = model["merges"]?.elements else {
      throw TokenizerError(path, "has no list `model.merges`")
    }
    if let kind = model["type"]?.string, kind != "BPE" {
      throw TokenizerError(path, "the model `\(kind)` is not supported here, only `BPE`")
    }
    try refuse(model, ["dropout", "byte_fallback", "ignore_merges"], path)
    if let prefix = model["continuing_subword_prefix"]?.string, !prefix.isEmpty {
      throw TokenizerError(path, "`continuing_subword_prefix` is not supported")
    }
    if model["end_of_word_suffix"]?.string != "</w>" {
      throw TokenizerError(path, "`end_of_word_suffix` must be `</w>`")
    }
    var vocabulary = BytePairVocabulary(mergeCount: merges.count)
    for (index, merge) in merges.enumerated() {
      let problem: String?
      if let pair = merge.elements, pair.count == 2, let left = pair[0].string,
        let right = pair[1].string
      {
        problem = vocabulary.addMerge(Array(left.utf8)[...], Array(right.utf8)[...])
      } else if let text = merge.string.map({ Array($0.utf8) }),
        let space = text.firstIndex(of: 0x20)
      {
        problem = vocabulary.addMerge(text[..<space], text[(space + 1)...])
      } else {
        problem = "not a pair of symbols"
      }
      if let problem {
        throw TokenizerError(path, "`model.merges`, number \(index + 1): \(problem)")
      }
    }
    if let vocab = model["vocab"] { try check(vocab, against: vocabulary, in: path) }
    return vocabulary
  }

  /// Refuses settings that are neither null nor false nor zero.
  private func refuse(
    _ model: JSONValue, _ keys: [String], _ path: String
  ) throws(TokenizerError) {
    for key in keys {
      switch model[key] {
      case nil, .null?, .bool(false)?: continue
      case let value? where value.double == 0: continue
      default: throw TokenizerError(path, "`model.\(key)` is not supported")
      }
    }
  }

  private func checked(_ vocabulary: BytePairVocabulary) throws(TokenizerError)
    -> BytePairVocabulary
  {
    if let vocab = try folder.jsonIfThere("vocab.json") {
      try check(vocab, against: vocabulary, in: folder.path("vocab.json"))
    }
    return vocabulary
  }

  /// Refuses a table of ids that differs from the one the merges give.
  private func check(
    _ vocab: JSONValue, against vocabulary: BytePairVocabulary, in path: String
  ) throws(TokenizerError) {
    guard let members = vocab.members else {
      throw TokenizerError(path, "the vocabulary is not an object of token and id")
    }
    for member in members {
      let id: Int?
      switch member.key {
      case "<|startoftext|>", "<start_of_text>": id = Int(vocabulary.startID)
      case "<|endoftext|>", "<end_of_text>": id = Int(vocabulary.endID)
      default: id = vocabulary.tokens.number(of: Array(member.key.utf8)[...])
      }
      guard let id else {
        throw TokenizerError(path, "the token `\(member.key)` is made by no merge")
      }
      if member.value.int != id {
        throw TokenizerError(
          path, "the token `\(member.key)` has the id \(member.value.text()), the merges give \(id)"
        )
      }
    }
    if members.count != vocabulary.tokens.count + 2 {
      throw TokenizerError(
        path, "\(members.count) tokens, the merges give \(vocabulary.tokens.count + 2)")
    }
  }
}
