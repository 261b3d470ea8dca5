internal import PromptKernels

/// The sizes and functions of a text transformer, as its configuration gives them.
struct TransformerShape: Sendable, Equatable {
  var vocabularySize: Int
  /// The longest prompt, in tokens with start and end.
  var contextLength: Int
  /// The entries of a token's row.
  var width: Int
  var heads: Int
  var layers: Int
  /// The entries between the two linear maps of a block.
  var hiddenWidth: Int
  var activation: Activation
  /// The ε of layer normalisation.
  var epsilon: Float

  /// What embeddings depend on beside the weights.
  var text: String {
    "width=\(width) heads=\(heads) layers=\(layers) hidden=\(hiddenWidth) "
      + "activation=\(activation.rawValue) epsilon=\(epsilon)"
  }

  /// What embeddings depend on beside the weights and their sizes, for people.
  var arithmetic: String { "\(heads) heads, \(activation.rawValue), epsilon \(epsilon)" }

  /// Checks what one size alone cannot show.
  func check(_ configuration: Configuration, headsKey: String) throws(EncoderError) {
    guard width.isMultiple(of: heads) else {
      throw configuration.problem(
        headsKey, "a width of \(width) does not divide into \(heads) heads")
    }
    guard width / heads <= Attention.longestHead else {
      throw configuration.problem(
        headsKey,
        "heads of \(width / heads) entries; the longest supported is \(Attention.longestHead)"
      )
    }
  }
}
