import ArgumentParser
import PromptEncoder
import PromptSource
import PromptTokenizer
import TensorFiles

/// `promptbank encode`: the embeddings of texts, for parity checks and scripts.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Write the embeddings of texts.",
    discussion: """
      Writes a safetensors file with the tensor `embeddings` [n, D] in float32, L2-normalised unless \
      --raw, and the id of the encoder's space in its metadata.

        promptbank encode --encoder DIR phrases.txt --output phrases.safetensors
      """)

  @OptionGroup var encoder: EncoderOption
  @OptionGroup var input: TextInput

  @Option(name: .shortAndLong, help: "The safetensors file to write.")
  var output: String

  @Flag(help: "Leave the embeddings as the encoder gives them, without normalising.")
  var raw = false

  func run() throws {
    let texts = try input.texts()
    let loaded = try encoder.load()
    let tokens = texts.map { loaded.tokenizer.tokenize($0) }
    for (text, ids) in zip(texts, tokens) where ids.count > loaded.contextLength {
      throw CommandFailure(
        """
        \(quoted(text)) takes \(ids.count) tokens, and the encoder reads \(loaded.contextLength): \
        nothing was written
        """)
    }
    var progress = ProgressBar("encoding", unit: "texts")
    defer { progress.finish() }
    do {
      var embeddings = try loaded.encode(tokens) { progress.update(done: $0, total: $1) }
      if !raw { normaliseRows(&embeddings, dimension: loaded.dimension) }
      try writeSafetensors(
        to: output, metadata: ["space": loaded.space.id],
        tensors: [
          .init(
            name: "embeddings", shape: [texts.count, loaded.dimension], data: .floats(embeddings))
        ])
    } catch let error as EncoderError {
      throw CommandFailure("\(error)")
    } catch let error as TensorFileError {
      throw CommandFailure("\(error)")
    }
  }
}
