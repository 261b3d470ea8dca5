internal import PromptKernels

extension CLIPTower {
  /// Under OpenCLIP's plain names.
  var canonicalTensors: [CanonicalTensor] {
    let width = shape.width
    var tensors = [
      CanonicalTensor(
        "token_embedding.weight", shape: [shape.vocabularySize, width], tokens),
      CanonicalTensor("positional_embedding", shape: [shape.contextLength, width], positions),
    ]
    if hasBias {
      tensors += .linear("text_projection", projection)
    } else {
      tensors.append(
        CanonicalTensor(
          "text_projection", shape: [width, dimension],
          transposed(projection.weight.values(), rows: dimension, columns: width)))
    }
    tensors += .layerNorm("ln_final", finalNorm)
    for (index, layer) in layers.enumerated() {
      let name = "transformer.resblocks.\(index)."
      tensors += [
        CanonicalTensor(name + "attn.in_proj_weight", layer.attentionInput.weight),
        CanonicalTensor(
          name + "attn.in_proj_bias", shape: [3 * width], layer.attentionInput.bias),
      ]
      tensors += .linear(name + "attn.out_proj", layer.attentionOutput)
      tensors += .layerNorm(name + "ln_1", layer.attentionNorm)
      tensors += .linear(name + "mlp.c_fc", layer.hiddenInput)
      tensors += .linear(name + "mlp.c_proj", layer.hiddenOutput)
      tensors += .layerNorm(name + "ln_2", layer.hiddenNorm)
    }
    return tensors
  }
}

extension [CanonicalTensor] {
  static func layerNorm(_ name: String, _ norm: LayerNorm) -> [CanonicalTensor] {
    [
      CanonicalTensor(name + ".weight", shape: [norm.weight.count], norm.weight),
      CanonicalTensor(name + ".bias", shape: [norm.bias.count], norm.bias),
    ]
  }

  static func linear(_ name: String, _ linear: Linear) -> [CanonicalTensor] {
    [
      CanonicalTensor(name + ".weight", linear.weight),
      CanonicalTensor(name + ".bias", shape: [linear.outputs], linear.bias),
    ]
  }
}
