import ArgumentParser
import PromptBank
import PromptCompiler
import PromptScoring

/// `promptbank score`: a bank over recorded model outputs or over images, pixel by pixel.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score images or recorded model outputs with a bank: anomaly maps and pictures.",
    discussion: """
      With `--model`, images go through the model: a folder of `model.json` and `model.onnx`. For each \
      image STEM.png or STEM.jpg the output directory gets the map, STEM.npy, and the heat map over the \
      image, STEM.png. An image that cannot be scored is reported, and the rest go on.

        promptbank score --bank city.bank.safetensors \\
          --model fcclip images/ --output-directory scores

      With `--outputs`, the outputs hold `mask_embeddings` [N, D] and `mask_logits` [N, h, w], or \
      `pixel_embeddings` [h, w, D], in one safetensors file or in .npy files of these names.

        promptbank score --bank city.bank.safetensors \\
          --outputs model.safetensors --size 1024x2048 \\
          --output anomaly.safetensors \\
          --heat-map anomaly.png --image camera.png

      A map holds `anomaly` [H, W], u of VL4AD: higher is more anomalous; and `column` [H, W], the \
      likeliest class's column.
      """)

  @Option(help: "The bank.")
  var bank: String

  @Option(help: ArgumentHelp("The model that images go through.", valueName: "folder"))
  var model: String?

  @Argument(help: ArgumentHelp("PNG or JPEG files, or folders of them.", valueName: "image"))
  var images: [String] = []

  @Option(help: ArgumentHelp("Where the maps of images go.", valueName: "folder"))
  var outputDirectory: String?

  @Option(
    help: "The maps of images: npy for `anomaly` alone (the default), or safetensors for both.")
  var format: MapFormat?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "What a model gave: a safetensors file, .npy files, or a folder of them.",
      valueName: "files"))
  var outputs: [String] = []

  @Option(help: ArgumentHelp("The size of the map of recorded outputs.", valueName: "HxW"))
  var size: MapSize?

  @Option(
    name: .shortAndLong,
    help: "The map of recorded outputs: .safetensors, or .npy for `anomaly` alone.")
  var output: String?

  @Option(help: ArgumentHelp("A heat map of recorded outputs to draw.", valueName: "png"))
  var heatMap: String?

  @Option(
    help: ArgumentHelp("The camera's picture, drawn under that heat map.", valueName: "png|jpeg"))
  var image: String?

  @Option(
    help: """
      How a pixel shares itself among the masks: sigmoid (VL4AD), softmax or normalised. Without it: \
      what the model's manifest or the outputs' metadata says, then sigmoid.
      """)
  var maskForm: Form?

  enum Form: String, ExpressibleByArgument, CaseIterable {
    case sigmoid, softmax, normalised
  }

  @OptionGroup(title: "Pictures")
  var pictures: PictureOptions

  @Flag(help: "Check every digest of the bank before using it.")
  var verify = false

  func validate() throws {
    guard outputs.isEmpty != (model == nil) else {
      throw ValidationError(
        "give either --model with images, or --outputs with what a model gave")
    }
    if model == nil { try validateRecorded() } else { try validateImages() }
  }

  private func validateRecorded() throws {
    if size == nil { throw ValidationError("--outputs needs --size HxW, the size of the map") }
    if output == nil { throw ValidationError("--outputs needs --output, where the map goes") }
    if outputDirectory != nil || format != nil || !images.isEmpty {
      throw ValidationError("images, --output-directory and --format are for --model")
    }
    if image != nil, heatMap == nil {
      throw ValidationError("--image is drawn under the heat map: say where with --heat-map")
    }
  }

  private func validateImages() throws {
    if images.isEmpty { throw ValidationError("--model needs images, or folders of them") }
    if outputDirectory == nil {
      throw ValidationError("--model needs --output-directory, where the maps go")
    }
    if size != nil || output != nil || heatMap != nil || image != nil {
      throw ValidationError("--size, --output, --heat-map and --image are for --outputs")
    }
  }

  func run() throws {
    let opened = try Bank(path: bank)
    if verify { try opened.verify(digest: sha256) }
    let form = maskForm.flatMap { MaskForm(rawValue: $0.rawValue) }
    if let model, let outputDirectory {
      return try scoreImages(
        images, model: model, bank: opened, statedForm: form, pictures: pictures,
        format: format ?? .npy, outputDirectory: outputDirectory)
    }
    guard let size, let output else { return }
    try scoreRecordedOutputs(
      outputs, bank: opened, statedForm: form, size: size, pictures: pictures, output: output,
      heatMap: heatMap, image: image)
  }
}
