import PromptJSON

/// Reads the added tokens of a folder: those of `tokenizer.json`, those of `tokenizer_config.json`, then the
/// special tokens that `tokenizer_config.json` and `special_tokens_map.json` name.
struct AddedTokensReader {
  let folder: TokenizerFolder
  /// The id of a token of the vocabulary.
  let id: (String) -> Int32?
  private var tokens: [String: AddedTokens.Token] = [:]
  private var order: [String] = []

  /// Larger ids than any vocabulary has.
  private static let largestID = 1 << 24

  init(folder: TokenizerFolder, id: @escaping (String) -> Int32?) {
    self.folder = folder
    self.id = id
  }

  /// - Parameter defaults: the spellings of the special tokens where no file says otherwise.
  mutating func read(
    tokenizerJSON: JSONValue?, configuration: JSONValue?, defaults: [String]
  ) throws(TokenizerError) -> AddedTokens {
    for entry in tokenizerJSON?["added_tokens"]?.elements ?? [] {
      try add(entry, id: entry["id"]?.int, file: "tokenizer.json")
    }
    for member in configuration?["added_tokens_decoder"]?.members ?? [] {
      try add(member.value, id: Int(member.key), file: "tokenizer_config.json")
    }
    let known = Set(order)
    for name in defaults where !known.contains(name) {
      try addNamed(.string(name), file: "tokenizer_config.json")
    }
    for file in ["special_tokens_map.json", "tokenizer_config.json"] {
      let source = file == "tokenizer_config.json" ? configuration : try folder.jsonIfThere(file)
      guard let source else { continue }
      var named = Self.names.compactMap { source[$0] }
      named += source["additional_special_tokens"]?.elements ?? []
      for value in named {
        let name = value.string ?? value["content"]?.string
        if let name, !known.contains(name) { try addNamed(value, file: file) }
      }
    }
    return AddedTokens(order.compactMap { tokens[$0] })
  }

  private static let names = [
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
  ]

  /// Adds a special token given by its spelling or as an object; the vocabulary has its id.
  private mutating func addNamed(_ value: JSONValue, file: String) throws(TokenizerError) {
    guard let name = value.string ?? value["content"]?.string else { return }
    guard let id = id(name) else {
      throw TokenizerError(
        folder.path(file), "the special token `\(name)` is not in the vocabulary")
    }
    let entry: JSONValue = value.string == nil ? value : ["content": .string(name)]
    try add(entry, id: Int(id), file: file)
  }

  private mutating func add(_ entry: JSONValue, id: Int?, file: String) throws(TokenizerError) {
    guard let name = entry["content"]?.string, !name.isEmpty, let id,
      (0...Self.largestID).contains(id)
    else {
      throw TokenizerError(
        folder.path(file), "an added token without text or id: `\(entry.text())`")
    }
    for key in ["single_word", "lstrip", "rstrip"] where entry[key]?.bool == true {
      throw TokenizerError(
        folder.path(file), "the added token `\(name)` has `\(key)`, which is not supported")
    }
    if let known = self.id(name), Int(known) != id {
      throw TokenizerError(
        folder.path(file), "the token `\(name)` has the id \(id), the vocabulary gives \(known)")
    }
    if tokens[name] == nil { order.append(name) }
    tokens[name] = AddedTokens.Token(
      spelling: codePoints(name), id: Int32(truncatingIfNeeded: id),
      isNormalized: entry["normalized"]?.bool ?? false)
  }
}
