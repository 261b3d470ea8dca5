import ArgumentParser
import PromptBank
import PromptCompiler
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
  @OptionGroup var encoding: EncodingOptions

  @Option(name: .shortAndLong, help: "The safetensors file to write.")
  var output: String

  @Flag(help: "Leave the embeddings as the encoder gives them, without normalising.")
  var raw = false

  func run() throws {
    let texts = try input.texts()
    let loaded = try encoder.load(encoding)
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
    var embeddings = try loaded.encode(tokens, threads: encoding.jobs) {
      progress.update(done: $0, total: $1)
    }
    if !raw { try normaliseRows(&embeddings, dimension: loaded.dimension, texts: texts) }
    try writeSafetensors(
      to: output, metadata: ["space": EmbeddingSpace(of: loaded).id],
      tensors: [
        .init("embeddings", shape: [texts.count, loaded.dimension], .floats(embeddings))
      ])
  }

  private func normaliseRows(
    _ embeddings: inout [Float], dimension: Int, texts: [String]
  ) throws(CommandFailure) {
    for (index, text) in texts.enumerated() {
      let row = index * dimension..<(index + 1) * dimension
      let norm = embeddings[row].reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      guard norm > 0 else { throw CommandFailure("the embedding of \(quoted(text)) is zero") }
      for i in row { embeddings[i] = Float(Double(embeddings[i]) / norm) }
    }
  }
}
