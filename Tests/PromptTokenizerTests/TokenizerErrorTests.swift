import Foundation
import PromptTokenizer
import TestSupport
import Testing

@Suite struct TokenizerErrorTests {
  @Test func aFolderWithoutATokenizerSaysWhatToDo() {
    expectReason("copy `bpe_simple_vocab_16e6.txt.gz` from the open_clip package", [], openCLIP)
    expectReason("looked for `vocab.txt`, `tokenizer.json`", [], bert)
    expectReason("looked for `open_clip_config.json`, `config.json`", ["clip/merges.txt"], [:])
  }

  @Test func modelsOfOtherTokenizersAreRefusedByName() {
    expectReason("`siglip`", ["clip/merges.txt"], ["config.json": #"{"model_type": "siglip"}"#])
    expectReason(
      "`google/bert`", ["clip/merges.txt"],
      [
        "open_clip_config.json":
          #"{"model_cfg": {"text_cfg": {"hf_tokenizer_name": "google/bert"}}}"#
      ])
    expectReason(
      "`MPNetTokenizer`", ["bert/vocab.txt"],
      bert.merging(["tokenizer_config.json": #"{"tokenizer_class": "MPNetTokenizer"}"#]) { $1 })
    expectReason(
      "`clean` = \"canonicalize\"", ["clip/merges.txt"],
      [
        "open_clip_config.json":
          #"{"model_cfg": {"text_cfg": {"tokenizer_kwargs": {"clean": "canonicalize"}}}}"#
      ])
  }

  @Test(arguments: [
    ("#version: 0.2\na b\nnospace\n", "line 3: not two symbols"),
    ("a b\n\na c\n", "line 2: not two symbols"), ("ab c\n", "line 1: `ab` is merged before"),
    ("a b\na b\n", "line 2: `ab` is made a second time"), ("#version: 0.2\n", "holds no merges"),
  ])
  func aWrongMergeIsRefusedWithItsLine(merges: String, reason: String) {
    expectReason(reason, [], openCLIP.merging(["merges.txt": merges]) { $1 })
  }

  @Test func aTableOfIdsMustAgreeWithTheMerges() {
    for (vocab, reason) in [
      ("{\"a\": 65}", "the token `a` has the id 65, the merges give 64"),
      ("{\"xyzzy\": 3}", "the token `xyzzy` is made by no merge"),
      ("{\"a\": 64}", "1 tokens, the merges give 1514"), ("{\"a\":x}", "byte 5: "),
    ] {
      expectReason(reason, ["clip/merges.txt"], openCLIP.merging(["vocab.json": vocab]) { $1 })
    }
  }

  @Test func settingsThatDisagreeAreRefused() {
    expectReason(
      "`do_lower_case` is false, `tokenizer.json` says true", ["bert/tokenizer.json"],
      bert.merging(["tokenizer_config.json": #"{"do_lower_case": false}"#]) { $1 })
  }

  @Test func aPackedListThatIsCutOffOrDamagedIsRefused() throws {
    let packed = try Data(contentsOf: fixtures.appendingPathComponent("clip/" + gz))
    var damaged = packed
    damaged[packed.count / 2] ^= 0xFF
    for (data, reason) in [
      (packed.prefix(packed.count / 2), "cut off"), (damaged, "damaged"),
      (packed + [1], "gzip file"),
      (Data("plain text".utf8), "not a gzip file"), (Data(), "cut off"),
    ] {
      try withFolder { folder in
        try data.write(to: folder.appendingPathComponent(gz))
        expectReason(reason) { try Tokenizer(directory: folder.path, mode: .openCLIP) }
      }
    }
  }

  @Test func aPackedListThatUnpacksWithoutEndIsRefused() throws {
    // A gzip member of a mebibyte of zeros, a hundred times.
    let member: [UInt8] = Array(
      try Data(contentsOf: fixtures.appendingPathComponent("clip/zeros.gz")))
    try withFolder { folder in
      try Data((0..<100).flatMap { _ in member }).write(to: folder.appendingPathComponent(gz))
      expectReason("unpacks to more than 64 MiB") {
        try Tokenizer(directory: folder.path, mode: .openCLIP)
      }
    }
  }

  @Test func whatIsNoFileIsRefused() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("merges.txt"), withIntermediateDirectories: true)
      expectReason("is a folder, not a file") {
        try Tokenizer(directory: folder.path, mode: .openCLIP)
      }
    }
  }

  private let gz = "bpe_simple_vocab_16e6.txt.gz"

  private func expectReason(
    _ reason: String, _ files: [String], _ texts: [String: String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectReason(reason, sourceLocation: sourceLocation) { try tokenizer(files, writing: texts) }
  }

  private func expectReason(
    _ reason: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ load: () throws -> Tokenizer
  ) {
    do {
      _ = try load()
      Issue.record("loaded", sourceLocation: sourceLocation)
    } catch {
      #expect(error is TokenizerError, sourceLocation: sourceLocation)
      #expect("\(error)".contains(reason), sourceLocation: sourceLocation)
    }
  }
}
