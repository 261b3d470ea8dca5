import ArgumentParser
import PromptEncoder

/// `promptbank encoders`: which text encoders can be used, and what a directory holds.
struct EncodersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encoders",
    abstract: "List the text encoders that can be used, or say what a directory is.",
    discussion: """
        promptbank encoders
        promptbank encoders models/convnext_large_d_320
      """)

  @Argument(help: "A model directory.")
  var directory: String?

  func run() throws {
    guard let directory else { return try printResult(Self.families) }
    let encoder = try TextEncoder(directory: directory)
    var text = "\(directory)\n"
    for (label, value) in encoder.outline { text += "  \(label)  \(value)\n" }
    try printResult(text)
  }

  private static let families = """
    CLIP, byte pairs, causal     OpenAI, OpenCLIP with convnext_large_d_320 (FC-CLIP), MetaCLIP, DFN,
                                 EVA, ViTamin, PE-Core, MobileCLIP-B, MobileCLIP2-B
    CLIP, byte pairs, all-seeing MobileCLIP-S1 and -S2, MobileCLIP2-S0 to -S4 and -L-14
    BERT, word pieces            sentence encoders with mean pooling, as all-MiniLM-L6-v2: text only

    A directory holds the model as OpenCLIP saves it (open_clip_config.json,
    open_clip_model.safetensors, merges.txt or tokenizer.json) or as Hugging Face does (config.json,
    model.safetensors or its index of several files, tokenizer files), in F32, F16 or BF16.
    Not supported: SigLIP, CoCa, MobileCLIP-S0, multilingual towers, and PyTorch's pickles (.bin, .pt),
    which safetensors.torch.save_file converts.

    """
}
