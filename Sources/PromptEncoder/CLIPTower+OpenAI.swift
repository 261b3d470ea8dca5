internal import PromptKernels
internal import TensorFiles

extension CLIPTower {
  /// The entries that OpenAI's checkpoints hold beside the weights, and no others do.
  private static let marks = ["input_resolution", "context_length", "vocab_size"]

  /// Loads the state dictionary of one of OpenAI's models, which has no configuration: its sizes are
  /// those of its tensors, heads have 64 entries, and the activation is QuickGELU (the `build_model`
  /// of github.com/openai/CLIP).
  ///
  /// - Returns: nil where the file is not one of OpenAI's.
  init?(openAI file: any WeightFile, products: ProductPath) throws(EncoderError) {
    let prefix = Self.marks.allSatisfy { file.tensor(named: $0) != nil } ? "" : "module."
    guard Self.marks.allSatisfy({ file.tensor(named: prefix + $0) != nil }) else { return nil }
    func extents(_ name: String, rank: Int) throws(EncoderError) -> [Int] {
      guard let shape = file.tensor(named: prefix + name)?.shape, shape.count == rank,
        shape.allSatisfy({ (1...1 << 24).contains($0) })
      else {
        throw EncoderError(
          file.path, .tensor(prefix + name), "expected \(rank) extents, found none or others")
      }
      return shape
    }
    let tokens = try extents("token_embedding.weight", rank: 2)
    let width = tokens[1]
    var layers = 0
    while file.tensor(named: "\(prefix)transformer.resblocks.\(layers).ln_1.weight") != nil {
      layers += 1
    }
    guard width.isMultiple(of: 64), layers > 0 else {
      throw EncoderError(
        file.path, .tensor(prefix + "token_embedding.weight"),
        "a width of \(width) does not divide into heads of 64, or there are no layers")
    }
    let shape = TransformerShape(
      vocabularySize: tokens[0],
      contextLength: try extents("positional_embedding", rank: 2)[0], width: width,
      heads: width / 64, layers: layers,
      hiddenWidth: try extents("transformer.resblocks.0.mlp.c_fc.weight", rank: 2)[0],
      activation: .quickGELU, epsilon: 1e-5)
    try self.init(
      plainNames: WeightReader(file: file, prefix: prefix, path: products), shape: shape,
      dimension: try extents("text_projection", rank: 2)[1], hasBias: false, causal: true,
      end: .largest)
  }
}
