internal import PromptJSON
internal import PromptKernels

extension CLIPTower {
  /// Loads OpenCLIP's CLIP or CustomTextCLIP, SigLIP among them.
  init(openCLIP directory: ModelDirectory) throws(EncoderError) {
    let root = try directory.readConfiguration("open_clip_config.json")
    guard let model = try root.object("model_cfg") else {
      throw root.problem("model_cfg", "is missing")
    }
    try ConfigurationKeys.openCLIPModel.check(model)
    guard let text = try model.object("text_cfg") else {
      throw model.problem("text_cfg", "is missing")
    }
    try ConfigurationKeys.openCLIPText.check(text)
    if let type = try text.string("proj_type"), type != "linear" {
      throw text.problem("proj_type", "expected linear, found `\(type)`")
    }
    let shape = try Self.shape(openCLIP: text, quickGELU: try model.bool("quick_gelu"))
    let dimension = try model.integer("embed_dim")
    let hasBias = try text.bool("proj_bias")
    let causal = try !text.bool("no_causal_mask")
    let end = try Self.endRule(openCLIP: text, vocabularySize: shape.vocabularySize)
    let file = try directory.openWeights(.openCLIP)
    let reader = WeightReader(
      file: file, prefix: try Self.plainPrefix(of: file), path: directory.products)
    try self.init(
      plainNames: reader, shape: shape, dimension: dimension, hasBias: hasBias, causal: causal,
      end: end)
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

  private static func endRule(openCLIP text: Configuration, vocabularySize: Int)
    throws(EncoderError) -> EndRule
  {
    switch try text.string("pool_type") {
    case nil, "argmax": return .largest
    case "last": return .lastPlace
    case "eos":
      let id = try text.integer("eos_id", default: 2)
      guard id < vocabularySize, let small = Int32(exactly: id) else {
        throw text.problem("eos_id", "\(id) is outside the vocabulary of \(vocabularySize)")
      }
      return .first(small)
    case let type?:
      throw text.problem("pool_type", "expected argmax, eos or last, found `\(type)`")
    }
  }
}
