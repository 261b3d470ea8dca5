/// A text transformer with its weights: token ids to embeddings.
protocol TextTower: Sendable {
  /// `clip`, `siglip` or `bert`.
  var family: String { get }
  var shape: TransformerShape { get }
  /// The entries of an embedding.
  var dimension: Int { get }
  /// 1 / min(exp(logit_scale), 100), as CLIP divides cosines by it; nil where a tower has none.
  var temperature: Double? { get }
  /// The id that ends a prompt, where the configuration names it.
  var endID: Int32? { get }
  /// Whether a token sees only those before it.
  var causal: Bool { get }
  /// Every linear map.
  var linears: [Linear] { get }

  /// The tokens of a prompt that its embedding depends on; nil where the end of the prompt is not
  /// marked.
  func relevantTokens(of ids: [Int32]) -> ArraySlice<Int32>?

  /// The embeddings of a batch, unnormalised: [prompts, dimension].
  func encode(_ batch: PackedPrompts, in workspace: inout Workspace) -> [Float]

  /// Where the weights come from.
  var source: any WeightFile { get }
  /// Heads, activation, ε, mask and pooling, for people: what embeddings depend on beside weights and
  /// tokens, and the identity of a space does not hold.
  var arithmetic: String { get }
  /// Whether a prompt's ids are the whole context with its padding.
  var readsWholeContext: Bool { get }
  /// Everything beside the weights that embeddings depend on, as text.
  var configurationText: String { get }

  /// The weights under canonical names, in no order.
  var canonicalTensors: [CanonicalTensor] { get }
}
