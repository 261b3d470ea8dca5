import Foundation
import PromptJSON
import PromptTokenizer
import TestSupport
import Testing

@Suite struct TokenizerTests {
  static let gz = "clip/bpe_simple_vocab_16e6.txt.gz"

  @Test(arguments: [
    ("open_clip", Tokenizer.Mode.openCLIP), ("openai", .openAI), ("hf", .huggingFace),
  ])
  func everyFixtureHasTheIdsOfCLIP(key: String, mode: Tokenizer.Mode) throws {
    try expectFixtures(key, try tokenizer([Self.gz], mode: mode))
  }

  @Test(arguments: [("wordpiece", true), ("wordpiece_cased", false)])
  func everyFixtureHasTheIdsOfBERT(key: String, lowersCase: Bool) throws {
    let settings = ["tokenizer_config.json": #"{"do_lower_case": \#(lowersCase)}"#]
    try expectFixtures(
      key, try tokenizer(["bert/vocab.txt"], writing: settings.merging(bert) { $1 }))
  }

  private func expectFixtures(_ key: String, _ tokenizer: Tokenizer) throws {
    let references = try ReferenceText.all(fixtures.appendingPathComponent("texts.jsonl"))
    #expect(references.count > 300)
    for reference in references {
      #expect(tokenizer.tokenize(reference.text) == reference.ids(key), "\(reference.text)")
    }
  }

  @Test func theLayoutDecidesTheMode() throws {
    let clipFiles = ["clip/merges.txt", "clip/vocab.json", "clip/tokenizer.json"]
    #expect(try tokenizer(clipFiles, writing: openCLIP.merging(clip) { $1 }).mode == .openCLIP)
    #expect(try tokenizer(clipFiles, writing: clip).mode == .huggingFace)
    #expect(try tokenizer(["bert/vocab.txt"], writing: bert).mode == .wordPiece)
  }

  @Test func theVocabularyIsTheSameInEveryLayout() throws {
    let layouts = [
      [Self.gz], ["clip/merges.txt"], ["clip/merges.txt", "clip/vocab.json"],
      ["clip/tokenizer.json"],
    ]
    for configuration in [openCLIP, clip] {
      let loaded = try layouts.map { try tokenizer($0, writing: configuration) }
      #expect(Set(loaded.map(\.vocabularyBytes)).count == 1)
      #expect(Set(loaded.map { $0.tokenize("a traffic light <|endoftext|>") }).count == 1)
    }
    let pieces = [["bert/vocab.txt"], ["bert/tokenizer.json"]]
      .map { try? tokenizer($0, writing: bert).vocabularyBytes }
    #expect(pieces[0] != nil && pieces[0] == pieces[1])
  }

  @Test func mergesAsTextAreReadLikeMergesAsPairs() throws {
    let pairs = try tokenizer(["clip/tokenizer.json"], writing: clip)
    var json = try readJSON(
      Array(Data(contentsOf: fixtures.appendingPathComponent("clip/tokenizer.json"))))
    json = replacing("merges", in: json) { merges in
      .array(
        (merges.elements ?? []).map {
          .string(($0.elements ?? []).compactMap(\.string).joined(separator: " "))
        })
    }
    let texts = try tokenizer([], writing: clip.merging(["tokenizer.json": json.text()]) { $1 })
    #expect(texts.vocabularyBytes == pairs.vocabularyBytes)
  }

  @Test func aTinyVocabularyNumbersItsOwnStartAndEnd() throws {
    let tiny = try tokenizer([], writing: openCLIP.merging(["merges.txt": "a b</w>\n"]) { $1 })
    #expect(tiny.startID == 513)
    #expect(tiny.tokenize("ab ba") == [513, 512, 65, 320, 514])
  }

  @Test func anyLengthOfWordIsMerged() throws {
    let clip = try tokenizer([Self.gz], mode: .openCLIP)
    let ids = clip.tokenize(String(repeating: "trees", count: 20_000))
    #expect(clip.decode(ids[1..<ids.count - 1]) == String(repeating: "trees", count: 20_000))
  }

  @Test func whatWouldBeCutIsReadable() throws {
    let clip = try tokenizer([Self.gz], mode: .openCLIP)
    let ids = clip.tokenize("A traffic light, café 😀")
    #expect(clip.decode(ids[1..<ids.count - 1]) == "a traffic light , café 😀")
    #expect(clip.decode(ids[ids.count - 1..<ids.count]) == "<end_of_text>")
    #expect(clip.decode([-1, 99_999, 320]) == "\u{FFFD} \u{FFFD} a")
    let bert = try tokenizer(["bert/vocab.txt"], writing: bert)
    let pieces = bert.tokenize("a traffic light zz")
    #expect(bert.decode(pieces[1..<pieces.count - 1]) == "a traffic light zz")
  }

  @Test func specialTokensInATextAreNamed() throws {
    let clipTokens = try tokenizer([Self.gz], mode: .openCLIP)
    #expect(
      clipTokens.specialTokens(in: "<Start_Of_Text> a &lt;end_of_text&gt;")
        == ["<start_of_text>", "<end_of_text>"])
    #expect(clipTokens.specialTokens(in: "<|endoftext|> a") == [])
    let face = try tokenizer(["clip/merges.txt"], writing: clip)
    #expect(face.specialTokens(in: "<|endoftext|> <|ENDOFTEXT|>") == ["<|endoftext|>"])
    let words = try tokenizer(["bert/vocab.txt"], writing: bert)
    #expect(words.specialTokens(in: "a [SEP] [sep] [MASK]") == ["[SEP]", "[MASK]"])
  }

  @Test func anAddedTokenIsFoundBeforeTheTextIsSplit() throws {
    let padded = try tokenizer(
      ["clip/merges.txt"],
      writing: clip.merging(["special_tokens_map.json": #"{"pad_token": "!"}"#]) { $1 })
    #expect(padded.tokenize("a!") == [1512, 320, 0, 1513])
    let normalized = try tokenizer(
      ["clip/merges.txt"],
      writing: clip.merging([
        "tokenizer_config.json":
          #"{"added_tokens_decoder": {"1513": {"content": "<|endoftext|>", "normalized": true}}}"#
      ]) { $1 })
    #expect(normalized.tokenize("<|ENDOFTEXT|>") == [1512, 1513, 1513])
  }
}

/// Replaces the values of a key anywhere in a JSON value.
func replacing(_ key: String, in json: JSONValue, with change: (JSONValue) -> JSONValue)
  -> JSONValue
{
  guard let members = json.members else { return json }
  return .object(
    members.map {
      .init($0.key, $0.key == key ? change($0.value) : replacing(key, in: $0.value, with: change))
    })
}
