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
        promptbank tokenize --encoder DIR phrases.txt |
          promptbank encode --encoder DIR --input ids --output phrases.safetensors
      """)

  @OptionGroup var encoder: EncoderOption
  @OptionGroup var input: TextInput
  @OptionGroup var encoding: EncodingOptions

  @Option(
    name: .shortAndLong, help: "The safetensors file to write.", completion: bankCompletion)
  var output: String

  @Flag(help: "Leave the embeddings as the encoder gives them, without normalising.")
  var raw = false

  func run() throws {
    input.input == .ids ? try encodeIDs() : try encodeTexts()
  }

  private func encodeTexts() throws {
    let texts = try input.texts()
    reportMisdecoded(texts)
    let loaded = try encoder.load(encoding)
    var tokens: [[Int32]] = []
    let tokenizing = ContinuousClock().measure { tokens = texts.map(loaded.tokenizer.tokenize) }
    for (text, ids) in zip(texts, tokens) where ids.count > loaded.contextLength {
      throw CommandFailure(
        """
        \(quoted(text)) takes \(ids.count) tokens, and the encoder reads \(loaded.contextLength): \
        nothing was written
        """)
    }
    var progress = ProgressBar("encoding", unit: "texts")
    defer { progress.finish() }
    var (embeddings, counts) = try loaded.encodeCounting(tokens, threads: encoding.jobs) {
      progress.update(done: $0, total: $1)
    }
    progress.finish()
    if encoding.verbose {
      printMessage("tokenizing: \(thousandths(tokenizing)) s")
      printMessage(savings(counts, of: loaded))
    }
    encoding.report(counts.effort, prompts: counts.distinct - counts.cached)
    try write(
      &embeddings, dimension: loaded.dimension, names: texts.map { quoted($0) },
      metadata: ["space": EmbeddingSpace(of: loaded).id])
  }

  /// From token ids, with the tower alone; without a tokenizer there is no space.
  private func encodeIDs() throws {
    let ids = try input.tokenIDs()
    let products = try encoding.products()
    var progress = ProgressBar("encoding", unit: "prompts")
    defer { progress.finish() }
    var (embeddings, dimension) = try encodeTokenIDs(
      ids, directory: try encoder.directory(), products: products, threads: encoding.jobs
    ) { progress.update(done: $0, total: $1) }
    encoding.report(products)
    try write(
      &embeddings, dimension: dimension, names: ids.indices.map { "line \($0 + 1)" }, metadata: [:])
  }

  private func write(
    _ embeddings: inout [Float], dimension: Int, names: [String], metadata: [String: String]
  ) throws {
    if !raw { try normaliseRows(&embeddings, dimension: dimension, names: names) }
    try writeSafetensors(
      to: output, metadata: metadata,
      tensors: [.init("embeddings", shape: [names.count, dimension], .floats(embeddings))])
  }

  private func normaliseRows(
    _ embeddings: inout [Float], dimension: Int, names: [String]
  ) throws(CommandFailure) {
    for (index, name) in names.enumerated() {
      let row = index * dimension..<(index + 1) * dimension
      let norm = embeddings[row].reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      guard norm > 0 else { throw CommandFailure("the embedding of \(name) is zero") }
      for i in row { embeddings[i] = Float(Double(embeddings[i]) / norm) }
    }
  }
}
