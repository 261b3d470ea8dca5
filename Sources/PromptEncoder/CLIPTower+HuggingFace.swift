internal import PromptJSON
internal import PromptKernels
internal import TensorFiles

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension CLIPTower {
  /// Loads Hugging Face's CLIPModel, CLIPTextModelWithProjection or SiglipModel, as saved by
  /// transformers 4 and 5.
  init(
    huggingFace directory: ModelDirectory, _ root: Configuration, _ family: HuggingFaceFamily
  ) throws(EncoderError) {
    let text = try Self.textConfiguration(root)
    try ConfigurationKeys.huggingFaceText.check(text)
    let shape = try family.shape(text)
    let file = try directory.openWeights(.huggingFace)
    let names = try Self.prefixes(of: file)
    let reader = WeightReader(file: file, prefix: names.tower, path: directory.products)
    let (width, hidden) = (shape.width, shape.hiddenWidth)

    let (place, key) =
      family == .clip
      ? (names.model + "text_projection", (root["projection_dim"], "projection_dim"))
      : (names.tower + "head", (text["projection_size"], "projection_size"))
    let dimension = try Self.dimension(file, place + ".weight", width: width, expected: key)
    tokens = try TokenTable(
      reader, "embeddings.token_embedding.weight", shape: [shape.vocabularySize, width])
    positions = try reader.floats(
      "embeddings.position_embedding.weight", shape: [shape.contextLength, width])
    layers = try (0..<shape.layers).map { index throws(EncoderError) in
      let name = "encoder.layers.\(index)."
      return TransformerLayer(
        attentionInput: try reader.fusedLinear(
          ["q", "k", "v"].map { name + "self_attn.\($0)_proj" }, inputs: width, outputs: width),
        attentionOutput: try reader.linear(
          name + "self_attn.out_proj", inputs: width, outputs: width),
        attentionNorm: try reader.layerNorm(name + "layer_norm1", shape),
        hiddenInput: try reader.linear(name + "mlp.fc1", inputs: width, outputs: hidden),
        hiddenOutput: try reader.linear(name + "mlp.fc2", inputs: hidden, outputs: width),
        hiddenNorm: try reader.layerNorm(name + "layer_norm2", shape))
    }
    finalNorm = try reader.layerNorm("final_layer_norm", shape)
    hasBias = family == .siglip
    let weight = try reader.tensor(place + ".weight", shape: [dimension, width], under: "")
    projection = Linear(
      weight: WeightMatrix(file, [weight], columns: width),
      bias: hasBias
        ? try reader.floats(place + ".bias", shape: [dimension], under: "")
        : [Float](repeating: 0, count: dimension), path: reader.path)
    temperature = try Self.temperature(reader, name: names.model + "logit_scale")
    causal = family == .clip
    end =
      family == .clip
      ? try Self.endRule(huggingFace: text, vocabularySize: shape.vocabularySize) : .lastPlace
    self.shape = shape
    source = file
    self.dimension = dimension
  }

  /// The rows of the projection, as its weight and the configuration agree on them.
  private static func dimension(
    _ file: any WeightFile, _ name: String, width: Int, expected: (value: JSONValue?, key: String)
  ) throws(EncoderError) -> Int {
    guard let projection = file.tensor(named: name) else {
      throw EncoderError(
        file.path, .tensor(name),
        """
        expected [dimension, \(width)], found no such tensor: without it a text tower does not reach \
        the space that images share
        """)
    }
    let dimension = projection.shape.first ?? 0
    guard dimension > 0 else {
      throw EncoderError(
        file.path, .tensor(name),
        "expected [dimension, \(width)], found shape \(projection.shape)")
    }
    if let value = expected.value, dimension != value.int {
      throw EncoderError(
        file.path, .tensor(name),
        "expected \(value.text()) rows by `\(expected.key)`, found shape \(projection.shape)")
    }
    return dimension
  }

  /// The text tower's part of a configuration: nested in a whole model's, or the configuration.
  private static func textConfiguration(_ root: Configuration) throws(EncoderError) -> Configuration
  {
    if try root.string("model_type")?.hasSuffix("_text_model") == true { return root }
    guard let nested = try root.object("text_config") else {
      // A whole model's configuration without the part stands for the defaults.
      if let dictionary = try root.object("text_config_dict") { return dictionary }
      return Configuration(path: root.path, prefix: "text_config.", value: .object([]))
    }
    // Old files repeat the part, and the repetition holds.
    guard let repeated = try root.object("text_config_dict") else { return nested }
    var members = nested.value.members ?? []
    for member in repeated.value.members ?? [] where member.value != .null {
      members.removeAll { $0.key == member.key }
      members.append(member)
    }
    return Configuration(path: root.path, prefix: nested.prefix, value: .object(members))
  }

  /// What stands before a whole model's names, and before its text tower's: training in parallel wraps
  /// the model, and transformers 5 leaves out the prefix where it saves a text model on its own.
  private static func prefixes(of file: any WeightFile) throws(EncoderError) -> (
    model: String, tower: String
  ) {
    let name = "embeddings.token_embedding.weight"
    for model in ["", "module."] {
      for tower in ["text_model.", ""] where file.tensor(named: model + tower + name) != nil {
        return (model, model + tower)
      }
    }
    throw EncoderError(
      file.path, .tensor("text_model." + name),
      "expected it with or without `text_model.`, found neither")
  }

  /// Configurations of early files name end token 2, which is wrong data: transformers then takes
  /// the largest id.
  private static func endRule(huggingFace text: Configuration, vocabularySize: Int)
    throws(EncoderError) -> EndRule
  {
    guard let value = text["eos_token_id"] else { return .first(49407) }
    guard let id = value.int, id >= 0, let small = Int32(exactly: id) else {
      throw text.problem("eos_token_id", "is not one token id")
    }
    if id == 2 { return .largest }
    guard id < vocabularySize else {
      throw text.problem("eos_token_id", "\(id) is outside the vocabulary of \(vocabularySize)")
    }
    return .first(small)
  }

  /// 1 / min(exp(logit_scale), 100), where the file holds one of shape [] or [1].
  static func temperature(_ reader: WeightReader, name: String) throws(EncoderError) -> Double? {
    guard let tensor = reader.file.tensor(named: name) else { return nil }
    let shape = tensor.shape == [1] ? [1] : []
    let scale = Double(try reader.floats(name, shape: shape, under: "")[0])
    let temperature = 1 / min(exp(scale), 100)
    guard temperature.isFinite else {
      throw EncoderError(reader.file.path, .tensor(name), "\(scale) gives no temperature")
    }
    return temperature
  }
}
