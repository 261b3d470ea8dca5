extension BERTTower {
  /// Under Hugging Face's names, without a prefix.
  var canonicalTensors: [CanonicalTensor] {
    let width = shape.width
    var tensors = [
      CanonicalTensor(
        "embeddings.word_embeddings.weight", shape: [shape.vocabularySize, width], tokens),
      CanonicalTensor(
        "embeddings.position_embeddings.weight", shape: [positions.count / width, width], positions),
      CanonicalTensor(
        "embeddings.token_type_embeddings.weight", shape: [tokenTypes.count / width, width],
        tokenTypes),
    ]
    tensors += .layerNorm("embeddings.LayerNorm", embeddingNorm)
    for (index, layer) in layers.enumerated() {
      let name = "encoder.layer.\(index)."
      for (part, kind) in ["query", "key", "value"].enumerated() {
        let bias = layer.attentionInput.bias[part * width..<(part + 1) * width]
        tensors += [
          CanonicalTensor(
            name + "attention.self.\(kind).weight", layer.attentionInput.weight.part(part)),
          CanonicalTensor(
            name + "attention.self.\(kind).bias", shape: [width], Array(bias)),
        ]
      }
      tensors += .linear(name + "attention.output.dense", layer.attentionOutput)
      tensors += .layerNorm(name + "attention.output.LayerNorm", layer.attentionNorm)
      tensors += .linear(name + "intermediate.dense", layer.hiddenInput)
      tensors += .linear(name + "output.dense", layer.hiddenOutput)
      tensors += .layerNorm(name + "output.LayerNorm", layer.hiddenNorm)
    }
    return tensors
  }
}
