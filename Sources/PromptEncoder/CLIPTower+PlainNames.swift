internal import TensorFiles

extension CLIPTower {
  /// Reads the weights under the names of OpenAI's and OpenCLIP's text towers.
  ///
  /// - Parameters:
  ///   - reader: its prefix stands before every name but the logit scale's.
  ///   - hasBias: whether the projection is a linear map with a bias (SigLIP); else a bare parameter
  ///     that is multiplied from the right.
  init(
    plainNames reader: WeightReader, shape: TransformerShape, dimension: Int, hasBias: Bool,
    causal: Bool, end: EndRule
  ) throws(EncoderError) {
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
    if hasBias {
      projection = try reader.linear("text_projection", inputs: width, outputs: dimension)
    } else {
      let stored = try reader.tensor("text_projection", shape: [width, dimension])
      projection = Linear(
        weight: WeightMatrix(transposed: stored, reader.file, rows: dimension, columns: width),
        bias: [Float](repeating: 0, count: dimension), path: reader.path)
    }
    temperature = try Self.temperature(
      reader, name: reader.prefix.hasPrefix("module.") ? "module.logit_scale" : "logit_scale")
    source = reader.file
    self.shape = shape
    self.dimension = dimension
    self.hasBias = hasBias
    self.causal = causal
    self.end = end
  }

  /// CustomTextCLIP keeps its text tower under a name of its own, and training in parallel wraps the
  /// model once more.
  static func plainPrefix(of file: any WeightFile) throws(EncoderError) -> String {
    let name = "token_embedding.weight"
    for prefix in ["", "text.", "module.", "module.text."]
    where file.tensor(named: prefix + name) != nil { return prefix }
    throw EncoderError(
      file.path, .tensor(name), "expected it with or without `text.`, found neither")
  }
}
