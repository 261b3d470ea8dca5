internal import PromptJSON
internal import PromptKernels
internal import TensorFiles

extension BERTTower {
  /// Loads a sentence encoder: Hugging Face's BertModel with the pooling beside it.
  init(_ directory: ModelDirectory, _ configuration: Configuration) throws(EncoderError) {
    try Self.refuseOtherTowers(configuration)
    let positionCount = try configuration.integer("max_position_embeddings", default: 512)
    var shape = TransformerShape(
      vocabularySize: try configuration.integer("vocab_size", default: 30522),
      contextLength: positionCount,
      width: try configuration.integer("hidden_size", default: 768),
      heads: try configuration.integer("num_attention_heads", default: 12),
      layers: try configuration.integer("num_hidden_layers", default: 12, limit: 1024),
      hiddenWidth: try configuration.integer("intermediate_size", default: 3072),
      activation: try configuration.hiddenActivation(default: .gelu),
      epsilon: Float(try configuration.number("layer_norm_eps", default: 1e-12, limit: 1)))
    try shape.check(configuration, headsKey: "num_attention_heads")
    let types = try configuration.integer("type_vocab_size", default: 2)
    try checkMeanPooling(directory, width: shape.width)
    shape.contextLength = min(positionCount, try Self.longestSequence(directory) ?? positionCount)

    let file = try directory.openWeights(.huggingFace)
    let reader = WeightReader(
      file: file, prefix: try Self.prefix(of: file), path: directory.products)
    let (width, hidden) = (shape.width, shape.hiddenWidth)
    tokens = try TokenTable(
      reader, "embeddings.word_embeddings.weight", shape: [shape.vocabularySize, width])
    let positions = try reader.floats(
      "embeddings.position_embeddings.weight", shape: [positionCount, width])
    tokenTypes = try reader.floats(
      "embeddings.token_type_embeddings.weight", shape: [types, width])
    embeddingNorm = try reader.layerNorm("embeddings.LayerNorm", shape)
    layers = try (0..<shape.layers).map { index throws(EncoderError) in
      let name = "encoder.layer.\(index)."
      return TransformerLayer(
        attentionInput: try reader.fusedLinear(
          ["query", "key", "value"].map { name + "attention.self.\($0)" }, inputs: width,
          outputs: width),
        attentionOutput: try reader.linear(
          name + "attention.output.dense", inputs: width, outputs: width),
        attentionNorm: try reader.layerNorm(name + "attention.output.LayerNorm", shape),
        hiddenInput: try reader.linear(name + "intermediate.dense", inputs: width, outputs: hidden),
        hiddenOutput: try reader.linear(name + "output.dense", inputs: hidden, outputs: width),
        hiddenNorm: try reader.layerNorm(name + "output.LayerNorm", shape))
    }
    var together = positions
    for index in together.indices { together[index] += tokenTypes[index % width] }
    positionsOfFirstType = together
    self.positions = positions
    self.shape = shape
    source = file
  }

  private static func refuseOtherTowers(_ configuration: Configuration) throws(EncoderError) {
    if let type = try configuration.string("position_embedding_type"), type != "absolute" {
      throw configuration.problem("position_embedding_type", "expected absolute, found `\(type)`")
    }
    try configuration.refuse(
      ["is_decoder", "add_cross_attention"], because: "only encoders are supported")
  }

  /// Models with a head keep the encoder under a name of its own.
  private static func prefix(of file: any WeightFile) throws(EncoderError) -> String {
    let name = "embeddings.word_embeddings.weight"
    for prefix in ["", "bert."] where file.tensor(named: prefix + name) != nil { return prefix }
    throw EncoderError(
      file.path, .tensor(name), "expected it with or without `bert.`, found neither")
  }

  /// The sentence encoder's own limit, in tokens.
  private static func longestSequence(_ directory: ModelDirectory) throws(EncoderError) -> Int? {
    let name = "sentence_bert_config.json"
    guard directory.contains(name) else { return nil }
    let configuration = try directory.readConfiguration(name)
    guard configuration["max_seq_length"] != nil else { return nil }
    return try configuration.integer("max_seq_length")
  }
}
