internal import PromptKernels

extension Activation {
  /// The activation of Hugging Face's `hidden_act`; nil for one that is not supported.
  init?(huggingFaceName name: String) {
    switch name {
    case "gelu", "gelu_python": self = .gelu
    case "quick_gelu": self = .quickGELU
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast": self = .tanhGELU
    default: return nil
    }
  }
}

extension Configuration {
  /// The activation under `hidden_act`.
  func hiddenActivation(default fallback: Activation) throws(EncoderError) -> Activation {
    guard let name = try string("hidden_act") else { return fallback }
    guard let activation = Activation(huggingFaceName: name) else {
      throw problem(
        "hidden_act",
        "`\(name)` is not supported; gelu, quick_gelu, gelu_new and gelu_pytorch_tanh are")
    }
    return activation
  }
}
