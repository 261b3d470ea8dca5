import ArgumentParser
import PromptBank
import PromptImages
import PromptScoring
import PromptSource
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

        promptbank score --bank city.bank.safetensors --outputs model.safetensors \\
          --size 1024x2048 --output anomaly.safetensors --heat-map anomaly.png --image camera.png
      """)

  @Option(help: "The bank.")
  var bank: String

  @Option(
    parsing: .upToNextOption,
    help: "What the model gave: a safetensors file, .npy files, or a folder of them.")
  var outputs: [String]

  @Option(help: ArgumentHelp("The size of the anomaly map.", valueName: "HxW"))
  var size: MapSize

  @Option(
    name: .shortAndLong, help: "The anomaly map to write: .safetensors, or .npy for `anomaly` alone.")
  var output: String

  @Option(
    help: """
      How a pixel shares itself among the masks: sigmoid (VL4AD), softmax or normalised. Without it: \
      what the outputs' metadata says, then sigmoid.
      """)
  var maskForm: MaskForm?

  @Option(help: ArgumentHelp("A heat map to draw, with scale and legend.", valueName: "png"))
  var heatMap: String?

  @Option(help: ArgumentHelp("The camera's picture, drawn beside the heat map.", valueName: "png"))
  var image: String?

  @Option(help: "Also mark every pixel with u at or above this: `mask` [H, W], 255 or 0, and a PNG.")
  var threshold: Float?

  @Flag(help: "Check every digest of the bank before using it.")
  var verify = false

  func validate() throws {
    if image != nil, heatMap == nil {
      throw ValidationError("--image is drawn beside the heat map: name it with --heat-map")
    }
    if let threshold, !threshold.isFinite { throw ValidationError("--threshold must be finite") }
  }

  func run() throws {
    do {
      let opened = try Bank(path: bank)
      if verify { try opened.verify(digest: sha256) }
      let recorded = try RecordedOutputs(paths: outputs)
      try recorded.requireSpace(of: opened)
      let scorer = try Scorer(
        bank: opened, temperature: nil, maskForm: maskForm ?? recorded.maskForm ?? .sigmoid)
      let map = try scorer.score(recorded.tensors, height: size.height, width: size.width)
      let mask = threshold.map { map.mask(atOrAbove: $0) }
      try writePictures(of: map, mask: mask)
      try writeAnomalyMap(map, mask: mask, to: output)
    } catch let error as BankError {
      throw CommandFailure("\(error)")
    } catch let error as ScoringError {
      throw CommandFailure("\(error)")
    } catch let error as TensorFileError {
      throw CommandFailure("\(error)")
    } catch let error as ImageError {
      throw CommandFailure("\(error)")
    }
  }

  private func writePictures(of map: AnomalyMap, mask: [UInt8]?) throws {
    if let heatMap {
      let scene = try image.map { try readPNG(at: $0) }
      let picture = drawHeatMap(
        map.anomaly, height: map.height, width: map.width, beside: scene)
      try writeFile(encodePNG(picture), to: heatMap)
    }
    if let mask {
      let path = output.deletingExtension + ".mask.png"
      try writeFile(try encodeGreyPNG(mask, height: map.height, width: map.width), to: path)
      printMessage("mask: \(path)")
    }
  }
}
