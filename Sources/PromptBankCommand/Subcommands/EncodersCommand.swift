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
    var text = "\(directory)\n"
    for (label, value) in try outlineEncoder(directory) { text += "  \(label)  \(value)\n" }
    try printResult(text)
  }

  private static let families = """
    CLIP, byte pairs, causal     OpenAI, OpenCLIP with convnext_large_d_320 (FC-CLIP), MetaCLIP, DFN,
                                 EVA, ViTamin, PE-Core, MobileCLIP-B, MobileCLIP2-B
    CLIP, byte pairs, no mask    MobileCLIP-S1 and -S2, MobileCLIP2-S0 to -S4 and -L-14
    SigLIP, SigLIP 2, CLIPA      the tower alone: from token ids, with `encode --input ids`
    BERT, word pieces            sentence encoders with mean pooling, as all-MiniLM-L6-v2: text only

    A directory holds the model as OpenCLIP saves it (open_clip_config.json, weights, merges.txt or
    tokenizer.json), as Hugging Face does (config.json, weights, tokenizer files), or as OpenAI does (a
    state dictionary and bpe_simple_vocab_16e6.txt.gz). Weights are safetensors, in one file or with an
    index of several, or PyTorch checkpoints (.bin, .pt, .pth) with tensors and nothing else, in F32, F16,
    BF16 or F64; nothing in a checkpoint is run.
    Not supported: CoCa, MobileCLIP-S0, Hugging Face towers inside OpenCLIP, SentencePiece tokenizers,
    and TorchScript archives.

    """
}
