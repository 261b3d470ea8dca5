internal import PromptKernels
internal import PromptTokenizer

extension TextEncoder {
  /// What it is, for people: labels of one width, and values.
  package var outline: [(label: String, value: String)] {
    let shape = tower.shape
    let kind = tower.family == "bert" ? "BERT" : "CLIP"
    return [
      ("tower    ", "\(kind), \(tower.causal ? "causal" : "every token sees all")"),
      ("size     ", "\(shape.layers) layers of width \(shape.width), \(shape.heads) heads"),
      ("hidden   ", "\(shape.hiddenWidth), \(shape.activation.rawValue)"),
      ("context  ", "\(shape.contextLength) tokens of \(shape.vocabularySize)"),
      ("dimension", "\(dimension)"),
      ("tokenizer", tokenizer.mode.rawValue),
      ("weights  ", tower.source.path),
    ]
  }
}
