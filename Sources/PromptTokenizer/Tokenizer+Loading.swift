import PromptJSON

extension Tokenizer {
  /// Loads the tokenizer of a model's folder.
  ///
  /// - Parameter mode: whose rules hold; nil decides by the folder's layout: open_clip's where there is an
  ///   `open_clip_config.json`, whatever else lies there, else those of the `model_type` of `config.json`;
  ///   without either, OpenAI's where its packed vocabulary is.
  /// - Throws: ``TokenizerError`` where files are missing, damaged, disagree or ask for what is not
  ///   supported.
  package init(directory: String, mode: Mode?) throws(TokenizerError) {
    let folder = TokenizerFolder(path: directory)
    let chosen: Mode
    if let mode { chosen = mode } else { chosen = try Self.mode(of: folder) }
    switch chosen {
    case .openCLIP: try self.init(cleaned: folder, .openCLIP, ["<start_of_text>", "<end_of_text>"])
    case .openAI: try self.init(cleaned: folder, .openAI, Self.openAISpecials)
    case .huggingFace: try self.init(huggingFace: folder)
    case .wordPiece: try self.init(wordPiece: folder)
    }
  }

  /// What is left where a tower is read and its tokenizer is not, such as SigLIP's SentencePiece.
  private static let idsHint =
    ": its text can be encoded from token ids alone, with `promptbank encode --input ids`"
  private static let openAISpecials = ["<|startoftext|>", "<|endoftext|>"]

  private static func mode(of folder: TokenizerFolder) throws(TokenizerError) -> Mode {
    if folder.has("open_clip_config.json") { return .openCLIP }
    guard let configuration = try folder.jsonIfThere("config.json") else {
      if folder.has(BytePairReader.packed) { return .openAI }
      throw TokenizerError(
        folder.path,
        "no model: looked for `open_clip_config.json`, `config.json`, `\(BytePairReader.packed)`")
    }
    switch configuration["model_type"]?.string {
    case "clip", "clip_text_model": return .huggingFace
    case "bert", "distilbert": return .wordPiece
    case let name?:
      throw TokenizerError(
        folder.path("config.json"),
        "the tokenizer of the model type `\(name)` is not supported" + Self.idsHint)
    case nil: return folder.has("vocab.txt") ? .wordPiece : .huggingFace
    }
  }

  private init(
    cleaned folder: TokenizerFolder, _ mode: Mode, _ specials: [String]
  ) throws(TokenizerError) {
    if let configuration = try folder.jsonIfThere("open_clip_config.json") {
      let text = configuration["model_cfg"]?["text_cfg"]
      let path = folder.path("open_clip_config.json")
      if let name = text?["hf_tokenizer_name"]?.string, !name.isEmpty {
        throw TokenizerError(path, "the tokenizer `\(name)` is not supported" + Self.idsHint)
      }
      if let mode = text?["tokenizer_mode"], mode != .null {
        throw TokenizerError(
          path, "the tokenizer setting `tokenizer_mode` = \(mode.text()) is not supported")
      }
      for member in text?["tokenizer_kwargs"]?.members ?? []
      where member.value != .null && !(member.key == "clean" && member.value == "lower") {
        throw TokenizerError(
          path, "the tokenizer setting `\(member.key)` = \(member.value.text()) is not supported")
      }
    }
    let vocabulary = try BytePairReader(folder: folder).read(BytePairReader.names)
    self.mode = mode
    startID = vocabulary.startID
    endID = vocabulary.endID
    let pattern = WordPattern(
      specials: [
        (codePoints(specials[0]), vocabulary.startID), (codePoints(specials[1]), vocabulary.endID),
      ], ignoresCase: true)
    rules = .cleaned(vocabulary, pattern)
  }

  private init(huggingFace folder: TokenizerFolder) throws(TokenizerError) {
    let tokenizerJSON = try folder.jsonIfThere("tokenizer.json")
    let configuration = try folder.jsonIfThere("tokenizer_config.json")
    if let name = configuration?["tokenizer_class"]?.string,
      !["CLIPTokenizer", "CLIPTokenizerFast", "PreTrainedTokenizerFast", "TokenizersBackend"]
        .contains(name)
    {
      throw TokenizerError(
        folder.path("tokenizer_config.json"), "the tokenizer `\(name)` is not supported")
    }
    let vocabulary = try BytePairReader(folder: folder)
      .read(["tokenizer.json", "merges.txt", BytePairReader.packed], tokenizerJSON: tokenizerJSON)
    let (start, end) = (vocabulary.startID, vocabulary.endID)
    var reader = AddedTokensReader(folder: folder) { name in
      switch name {
      case Self.openAISpecials[0]: start
      case Self.openAISpecials[1]: end
      default:
        vocabulary.tokens.number(of: Array(name.utf8)[...]).map { Int32(truncatingIfNeeded: $0) }
      }
    }
    let added = try reader.read(
      tokenizerJSON: tokenizerJSON, configuration: configuration, defaults: Self.openAISpecials)
    mode = .huggingFace
    startID = start
    endID = end
    let pattern = WordPattern(
      specials: [
        (codePoints(Self.openAISpecials[0]), start), (codePoints(Self.openAISpecials[1]), end),
      ],
      ignoresCase: false)
    rules = .huggingFace(vocabulary, pattern, added)
  }

  private init(wordPiece folder: TokenizerFolder) throws(TokenizerError) {
    let wordPieces = try WordPieceReader(folder: folder)
    let vocabulary = try wordPieces.vocabulary()
    let start = wordPieces.special("cls_token", "[CLS]")
    let end = wordPieces.special("sep_token", "[SEP]")
    guard let startID = vocabulary.id(start), let endID = vocabulary.id(end) else {
      throw TokenizerError(folder.path, "the vocabulary lacks `\(start)` or `\(end)`")
    }
    let usual = [("unk_token", "[UNK]"), ("pad_token", "[PAD]"), ("mask_token", "[MASK]")]
    let defaults =
      [start, end]
      + usual.map { wordPieces.special($0.0, $0.1) }.filter { vocabulary.id($0) != nil }
    var reader = AddedTokensReader(folder: folder, id: vocabulary.id)
    let added = try reader.read(
      tokenizerJSON: wordPieces.tokenizerJSON, configuration: wordPieces.configuration,
      defaults: defaults)
    mode = .wordPiece
    self.startID = startID
    self.endID = endID
    rules = .wordPiece(vocabulary, try wordPieces.text(), added)
  }
}
