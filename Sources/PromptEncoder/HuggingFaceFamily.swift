internal import PromptKernels

/// The kinds of two-tower models whose text tower Hugging Face saves under the same names.
enum HuggingFaceFamily {
  case clip
  case siglip

  /// By `model_type`; nil for another kind of model.
  init?(modelType: String) {
    switch modelType {
    case "clip", "clip_text_model": self = .clip
    case "siglip", "siglip_text_model", "siglip2", "siglip2_text_model": self = .siglip
    default: return nil
    }
  }

  /// Every `model_type` that is read, for messages.
  static let modelTypes =
    "clip, clip_text_model, siglip, siglip2 or their text models"

  /// The sizes that a configuration leaves out (transformers' CLIPTextConfig and SiglipTextConfig).
  func shape(_ text: Configuration) throws(EncoderError) -> TransformerShape {
    let isCLIP = self == .clip
    let shape = TransformerShape(
      vocabularySize: try text.integer("vocab_size", default: isCLIP ? 49408 : 32000),
      contextLength: try text.integer("max_position_embeddings", default: isCLIP ? 77 : 64),
      width: try text.integer("hidden_size", default: isCLIP ? 512 : 768),
      heads: try text.integer("num_attention_heads", default: isCLIP ? 8 : 12),
      layers: try text.integer("num_hidden_layers", default: 12, limit: 1024),
      hiddenWidth: try text.integer("intermediate_size", default: isCLIP ? 2048 : 3072),
      activation: try text.hiddenActivation(default: isCLIP ? .quickGELU : .tanhGELU),
      epsilon: Float(
        try text.number("layer_norm_eps", default: isCLIP ? 1e-5 : 1e-6, limit: 1)))
    try shape.check(text, headsKey: "num_attention_heads")
    return shape
  }
}
