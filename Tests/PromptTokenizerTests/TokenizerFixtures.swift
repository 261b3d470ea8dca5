import Foundation
import PromptJSON
import PromptTokenizer
import TestSupport

/// The folder that `make_fixtures.py` writes.
let fixtures = packageRoot.appendingPathComponent("Tests/PromptTokenizerTests/Fixtures")

/// A text with what the reference tokenizers make of it.
struct ReferenceText {
  var text: String
  var record: JSONValue

  /// One JSON object a line.
  static func all(_ file: URL) throws -> [ReferenceText] {
    try Array(Data(contentsOf: file)).split(separator: 0x0A).map {
      let record = try readJSON(Array($0))
      return ReferenceText(text: record["text"]?.string ?? "", record: record)
    }
  }

  func ids(_ key: String) -> [Int32]? {
    record[key]?.elements?.compactMap { $0.int.map { Int32(truncatingIfNeeded: $0) } }
  }
}

/// Loads a tokenizer from a folder of its own that holds some fixture files and some texts.
func tokenizer(
  _ files: [String], writing texts: [String: String] = [:], mode: Tokenizer.Mode? = nil
) throws -> Tokenizer {
  try withFolder { folder in
    for file in files {
      let source = fixtures.appendingPathComponent(file)
      try FileManager.default.copyItem(
        at: source, to: folder.appendingPathComponent(source.lastPathComponent))
    }
    for (name, text) in texts {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    return try Tokenizer(directory: folder.path, mode: mode)
  }
}

let openCLIP = ["open_clip_config.json": "{}"]
let clip = ["config.json": #"{"model_type": "clip"}"#]
let bert = ["config.json": #"{"model_type": "bert"}"#]
