import ArgumentParser
import PromptBank
import PromptCompiler
import PromptImages
import PromptScoring
import TensorFiles

/// `promptbank score`: a bank over recorded model outputs, pixel by pixel.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score recorded model outputs with a bank: an anomaly map, and pictures of it.",
    discussion: """
      The outputs hold `mask_embeddings` [N, D] and `mask_logits` [N, h, w], or `pixel_embeddings` \
      [h, w, D], in one safetensors file or in .npy files of these names. The result holds `anomaly` \
      [H, W], u of VL4AD: higher is more anomalous; and `column` [H, W], the likeliest class's column.

        promptbank score --bank city.bank.safetensors \\
          --outputs model.safetensors --size 1024x2048 \\
          --output anomaly.safetensors \\
          --heat-map anomaly.png --image camera.png
      """)

  @Option(help: "The bank.", completion: bankCompletion)
  var bank: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "What the model gave: a safetensors file, .npy files, or a folder of them.",
      valueName: "files"), completion: tensorFileCompletion)
  var outputs: [String]

  @Option(help: ArgumentHelp("The size of the anomaly map.", valueName: "HxW"))
  var size: MapSize

  @Option(
    name: .shortAndLong,
    help: "The anomaly map to write: .safetensors, or .npy for `anomaly` alone.",
    completion: tensorFileCompletion)
  var output: String

  @Option(
    help: """
      How a pixel shares itself among the masks: sigmoid (VL4AD), softmax or normalised. Without it: \
      what the outputs' metadata says, then sigmoid.
      """)
  var maskForm: Form?

  enum Form: String, ExpressibleByArgument, CaseIterable {
    case sigmoid, softmax, normalised
  }

  @Option(
    help: ArgumentHelp("A heat map to draw, with scale and legend.", valueName: "png"),
    completion: .file(extensions: ["png"]))
  var heatMap: String?

  @Option(
    help: ArgumentHelp("The camera's picture, drawn beside the heat map.", valueName: "png|jpeg"),
    completion: .file(extensions: ["png", "jpg", "jpeg"]))
  var image: String?

  // u is negative: a leading `-` is no option here.
  @Option(
    parsing: .unconditional,
    help: """
      Mark every pixel with u at or above this: `mask` [H, W] in the output, 255 or 0, and a PNG \
      beside it whose name ends in .mask.png.
      """)
  var threshold: Float?

  @Flag(help: "Check every digest of the bank before using it.")
  var verify = false

  func validate() throws {
    if image != nil, heatMap == nil {
      throw ValidationError("--image is drawn beside the heat map: say where with --heat-map")
    }
    if let threshold, !threshold.isFinite { throw ValidationError("--threshold must be finite") }
  }

  func run() throws {
    let opened = try Bank(path: bank)
    if verify { try opened.verify(digest: sha256) }
    let recorded = try readTensors(outputs)
    try requireSameSpace(recorded, opened)
    let scorer = try Scorer(
      bank: opened, maskForm: try statedForm ?? Scorer.maskForm(of: recorded) ?? .sigmoid)
    // Before the work, so that a picture that cannot be read costs nothing.
    let scene = try image.map(readPicture)
    let map = try scorer.score(recorded, height: size.height, width: size.width)

    let mask = threshold.map {
      drawMask(anomaly: map.anomaly, width: map.width, height: map.height, threshold: $0)
    }
    try writeAnomalyMap(
      map, mask: mask?.bytes, metadata: ["space": opened.space.id], to: output)
    if let mask { try writePicture(mask, to: output.deletingExtension + ".mask.png") }
    if let heatMap {
      try writePicture(
        drawHeatMap(anomaly: map.anomaly, width: map.width, height: map.height, image: scene),
        to: heatMap)
    }
  }

  private var statedForm: MaskForm? { maskForm.flatMap { MaskForm(rawValue: $0.rawValue) } }

  /// Refuses outputs that say they live in another space than the bank.
  private func requireSameSpace(_ outputs: NamedTensors, _ bank: Bank) throws(CommandFailure) {
    guard let space = outputs.metadata["space"], space != bank.space.id else { return }
    throw CommandFailure(
      """
      the outputs and the bank live in different spaces, and their cosines mean nothing
        \(outputs.path): \(space)
        \(bank.path): \(bank.space.id)
        compile the prompt set with the text encoder that belongs to the model
      """)
  }
}

extension String {
  /// The path without what stands behind the last dot of its last component.
  fileprivate var deletingExtension: String {
    guard let dot = lastIndex(of: "."), !self[dot...].contains("/") else { return self }
    return String(self[..<dot])
  }
}
