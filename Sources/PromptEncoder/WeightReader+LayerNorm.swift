internal import PromptKernels

extension WeightReader {
  /// A layer normalisation's weight and bias, [width] each.
  func layerNorm(_ name: String, _ shape: TransformerShape) throws(EncoderError) -> LayerNorm {
    LayerNorm(
      weight: try floats(name + ".weight", shape: [shape.width]),
      bias: try floats(name + ".bias", shape: [shape.width]), epsilon: shape.epsilon)
  }
}
