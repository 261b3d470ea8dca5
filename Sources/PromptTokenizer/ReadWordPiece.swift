import PromptJSON

/// What a BERT folder says about its tokenizer.
struct WordPieceReader {
  let folder: TokenizerFolder
  let tokenizerJSON: JSONValue?
  let configuration: JSONValue?

  private static let vocabularyFile = "vocab.txt"

  init(folder: TokenizerFolder) throws(TokenizerError) {
    self.folder = folder
    tokenizerJSON = try folder.jsonIfThere("tokenizer.json")
    configuration = try folder.jsonIfThere("tokenizer_config.json")
    try refuseOtherKinds()
  }

  /// The spelling of a special token.
  func special(_ key: String, _ usual: String) -> String {
    configuration?[key]?.string ?? configuration?[key]?["content"]?.string ?? usual
  }

  func vocabulary() throws(TokenizerError) -> WordPieceVocabulary {
    let (tokens, file) =
      if folder.has(Self.vocabularyFile) {
        (try tokensOfLines(), Self.vocabularyFile)
      } else if let model = tokenizerJSON?["model"] {
        (try tokensOfModel(model), "tokenizer.json")
      } else {
        throw TokenizerError(
          folder.path, "no tokenizer: looked for `vocab.txt`, `tokenizer.json`")
      }
    let unknown = special("unk_token", "[UNK]")
    guard let vocabulary = WordPieceVocabulary(tokens: tokens, unknown: unknown) else {
      throw TokenizerError(folder.path(file), "the vocabulary lacks `\(unknown)`")
    }
    if file == Self.vocabularyFile, let members = tokenizerJSON?["model"]?["vocab"]?.members {
      try check(members, against: vocabulary)
    }
    return vocabulary
  }

  /// The folder's settings: those of `tokenizer_config.json`, else those of `tokenizer.json`.
  func text() throws(TokenizerError) -> BertText {
    let normalizer = tokenizerJSON?["normalizer"]
    return BertText(
      lowersCase: try setting("do_lower_case", normalizer, "lowercase") ?? true,
      stripsAccents: try setting("strip_accents", normalizer, "strip_accents"),
      separatesIdeographs: try setting(
        "tokenize_chinese_chars", normalizer, "handle_chinese_chars") ?? true)
  }

  private func setting(
    _ key: String, _ normalizer: JSONValue?, _ normalizerKey: String
  ) throws(TokenizerError) -> Bool? {
    let value = configuration?[key]?.bool
    let other = normalizer?[normalizerKey]?.bool
    if let value, let other, value != other {
      throw TokenizerError(
        folder.path("tokenizer_config.json"),
        "`\(key)` is \(value), `tokenizer.json` says \(other) (`\(normalizerKey)`)")
    }
    return value ?? other
  }

  private func refuseOtherKinds() throws(TokenizerError) {
    let configurationPath = folder.path("tokenizer_config.json")
    let known = [
      "BertTokenizer", "DistilBertTokenizer", "PreTrainedTokenizer", "TokenizersBackend",
    ]
    if let name = configuration?["tokenizer_class"]?.string,
      !known.contains(name.hasSuffix("Fast") ? String(name.dropLast(4)) : name)
    {
      throw TokenizerError(configurationPath, "the tokenizer `\(name)` is not supported")
    }
    if configuration?["do_basic_tokenize"]?.bool == false {
      throw TokenizerError(configurationPath, "`do_basic_tokenize` switched off is not supported")
    }
    if configuration?["never_split"]?.elements?.isEmpty == false {
      throw TokenizerError(configurationPath, "`never_split` is not supported")
    }
    guard let tokenizerJSON else { return }
    let path = folder.path("tokenizer.json")
    for (key, kind) in [
      ("model", "WordPiece"), ("normalizer", "BertNormalizer"),
      ("pre_tokenizer", "BertPreTokenizer"),
    ] {
      if let name = tokenizerJSON[key]?["type"]?.string, name != kind {
        throw TokenizerError(path, "`\(key)` is `\(name)`, only `\(kind)` is supported here")
      }
    }
    if tokenizerJSON["normalizer"]?["clean_text"]?.bool == false {
      throw TokenizerError(path, "`clean_text` switched off is not supported")
    }
    let model = tokenizerJSON["model"]
    if let prefix = model?["continuing_subword_prefix"]?.string, prefix != "##" {
      throw TokenizerError(path, "`continuing_subword_prefix` must be `##`")
    }
    if let longest = model?["max_input_chars_per_word"], longest.int != 100 {
      throw TokenizerError(path, "`max_input_chars_per_word` must be 100")
    }
  }

  private func tokensOfLines() throws(TokenizerError) -> ByteStringTable {
    let path = folder.path(Self.vocabularyFile)
    let bytes = try folder.bytes(Self.vocabularyFile)
    var tokens = ByteStringTable(capacity: bytes.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 })
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      var token = bytes[start..<end]
      if token.last == 0x0D { token = token.dropLast() }
      if String(validating: token, as: UTF8.self) == nil {
        throw TokenizerError(path, .line(tokens.count + 1), "not UTF-8")
      }
      tokens.append(token)
      start = end + 1
    }
    return tokens
  }

  private func tokensOfModel(_ model: JSONValue) throws(TokenizerError) -> ByteStringTable {
    let path = folder.path("tokenizer.json")
    guard let members = model["vocab"]?.members else {
      throw TokenizerError(path, "has no object `model.vocab`")
    }
    var names = [String?](repeating: nil, count: members.count)
    for member in members {
      guard let id = member.value.int, names.indices.contains(id), names[id] == nil else {
        throw TokenizerError(
          path,
          "the token `\(member.key)` has the id \(member.value.text()), not one of its own "
            + "below \(members.count)")
      }
      names[id] = member.key
    }
    var tokens = ByteStringTable(capacity: names.count)
    for name in names { tokens.append((name ?? "").utf8) }
    return tokens
  }

  private func check(
    _ members: [JSONValue.Member], against vocabulary: WordPieceVocabulary
  ) throws(TokenizerError) {
    for member in members where vocabulary.id(member.key).map(Int.init) != member.value.int {
      throw TokenizerError(
        folder.path("tokenizer.json"),
        "the token `\(member.key)` has the id "
          + "\(member.value.text()), `vocab.txt` differs")
    }
  }
}
