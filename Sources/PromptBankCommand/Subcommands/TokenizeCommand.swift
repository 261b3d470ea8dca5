import ArgumentParser
import PromptEncoder
import PromptJSON
import PromptTokenizer

/// `promptbank tokenize`: the token ids of texts, for parity checks and scripts.
struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize",
    abstract: "Print the token ids of texts.",
    discussion: """
      One JSON object a line: {"text":…,"ids":[…]}, start and end tokens included, nothing padded and \
      nothing cut.

        echo "a photo of a caravan." | promptbank tokenize --encoder DIR
      """)

  @OptionGroup var encoder: EncoderOption
  @OptionGroup var input: TextInput

  func validate() throws {
    if input.input == .ids { throw ValidationError("--input ids is for encode: these are tokens") }
  }

  func run() throws {
    let texts = try input.texts()
    reportMisdecoded(texts)
    let tokenizer = try Tokenizer(directory: try encoder.directory(), mode: nil)
    var lines = ""
    for text in texts {
      let ids = tokenizer.tokenize(text).map { JSONValue.int($0) }
      lines += JSONValue.object([.init("text", .string(text)), .init("ids", .array(ids))]).text()
      lines += "\n"
      if lines.utf8.count > 1 << 20 {
        try printResult(lines)
        lines = ""
      }
    }
    try printResult(lines)
  }
}
