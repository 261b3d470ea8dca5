internal import PromptJSON
internal import PromptKernels
internal import TensorFiles

extension CLIPTower {
  /// Loads OpenCLIP's CLIP or CustomTextCLIP.
  init(openCLIP directory: ModelDirectory) throws(EncoderError) {
    let root = try directory.readConfiguration("open_clip_config.json")
    guard let model = try root.object("model_cfg") else {
      throw root.problem("model_cfg", "is missing")
    }
    try model.allowOnly([
      "embed_dim", "vision_cfg", "text_cfg", "quick_gelu", "custom_text", "init_logit_scale",
      "init_logit_bias", "output_dict", "cast_dtype",
    ])
    guard let text = try model.object("text_cfg") else {
      throw model.problem("text_cfg", "is missing")
    }
    try Self.refuseOtherTowers(text)
    let shape = try Self.shape(openCLIP: text, quickGELU: try model.bool("quick_gelu"))
    let dimension = try model.integer("embed_dim")
    let file = try directory.openWeights(["open_clip_model.safetensors", "model.safetensors"])
    let reader = WeightReader(
      file: file, prefix: try Self.openCLIPPrefix(of: file), path: directory.products)
    let (width, hidden) = (shape.width, shape.hiddenWidth)

    tokens = try TokenTable(reader, "token_embedding.weight", shape: [shape.vocabularySize, width])
    positions = try reader.floats("positional_embedding", shape: [shape.contextLength, width])
    layers = try (0..<shape.layers).map { index throws(EncoderError) in
      let name = "transformer.resblocks.\(index)."
      return TransformerLayer(
        attentionInput: Linear(
          weight: try reader.matrix(
            [name + "attn.in_proj_weight"], inputs: width, outputs: 3 * width),
          bias: try reader.floats(name + "attn.in_proj_bias", shape: [3 * width]),
          path: reader.path),
        attentionOutput: try reader.linear(name + "attn.out_proj", inputs: width, outputs: width),
        attentionNorm: try reader.layerNorm(name + "ln_1", shape),
        hiddenInput: try reader.linear(name + "mlp.c_fc", inputs: width, outputs: hidden),
        hiddenOutput: try reader.linear(name + "mlp.c_proj", inputs: hidden, outputs: width),
        hiddenNorm: try reader.layerNorm(name + "ln_2", shape))
    }
    finalNorm = try reader.layerNorm("ln_final", shape)
    // A bare parameter, multiplied from the right.
    let stored = try reader.tensor("text_projection", shape: [width, dimension])
    projection = Linear(
      weight: WeightMatrix(transposed: stored, file, rows: dimension, columns: width),
      bias: [Float](repeating: 0, count: dimension), path: reader.path)
    temperature = try Self.temperature(reader, name: "logit_scale")
    end = try Self.endRule(openCLIP: text, vocabularySize: shape.vocabularySize)
    self.shape = shape
    source = file
    self.dimension = dimension
  }

  /// Refuses by name what is not a causal tower over CLIP's byte-pair encoding.
  private static func refuseOtherTowers(_ text: Configuration) throws(EncoderError) {
    try text.refuse(["no_causal_mask"], because: "towers without a causal mask are not supported")
    try text.refuse(
      ["hf_model_name", "hf_model_config"], because: "Hugging Face text towers are not supported")
    try text.refuse(
      ["hf_tokenizer_name"], because: "tokenizers other than CLIP's byte pairs are not supported")
    try text.refuse(
      ["proj_bias"], because: "projections with a bias, as in SigLIP, are not supported")
    try text.allowOnly([
      "context_length", "vocab_size", "width", "heads", "layers", "mlp_ratio", "pool_type",
      "eos_id", "proj_type", "act_kwargs", "norm_kwargs", "pad_id", "output_tokens",
      "tokenizer_kwargs",
    ])
    if let type = try text.string("proj_type"), type != "linear" {
      throw text.problem("proj_type", "expected linear, found `\(type)`")
    }
  }

  private static func shape(openCLIP text: Configuration, quickGELU: Bool) throws(EncoderError)
    -> TransformerShape
  {
    let width = try text.integer("width", default: 512)
    let ratio = try text.number("mlp_ratio", default: 4, limit: 64)
    var activation = Activation.gelu
    if let options = try text.object("act_kwargs") {
      try options.allowOnly(["approximate"])
      switch try options.string("approximate") {
      case nil, "none": break
      case "tanh" where !quickGELU: activation = .tanhGELU
      case let name?: throw options.problem("approximate", "`\(name)` is not supported here")
      }
    }
    var epsilon = 1e-5
    if let options = try text.object("norm_kwargs") {
      try options.allowOnly(["eps"])
      epsilon = try options.number("eps", default: epsilon, limit: 1)
    }
    let shape = TransformerShape(
      vocabularySize: try text.integer("vocab_size", default: 49408),
      contextLength: try text.integer("context_length", default: 77), width: width,
      heads: try text.integer("heads", default: 8),
      layers: try text.integer("layers", default: 12, limit: 1024),
      // As Python's int(width * ratio).
      hiddenWidth: max(1, Int(Double(width) * ratio)),
      activation: quickGELU ? .quickGELU : activation, epsilon: Float(epsilon))
    try shape.check(text, headsKey: "heads")
    return shape
  }

  /// CustomTextCLIP keeps its text tower under a name of its own.
  private static func openCLIPPrefix(of file: any WeightFile) throws(EncoderError) -> String {
    let name = "token_embedding.weight"
    for prefix in ["", "text."] where file.tensor(named: prefix + name) != nil { return prefix }
    throw EncoderError(
      file.path, .tensor(name), "expected it with or without `text.`, found neither")
  }

  private static func endRule(openCLIP text: Configuration, vocabularySize: Int)
    throws(EncoderError) -> EndRule
  {
    switch try text.string("pool_type") {
    case nil, "argmax": return .largest
    case "eos":
      let id = try text.integer("eos_id")
      guard id < vocabularySize, let small = Int32(exactly: id) else {
        throw text.problem("eos_id", "\(id) is outside the vocabulary of \(vocabularySize)")
      }
      return .first(small)
    case let type?: throw text.problem("pool_type", "expected argmax or eos, found `\(type)`")
    }
  }
}
