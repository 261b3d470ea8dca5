import ArgumentParser
import FoundationEssentials
import PromptBank
import PromptImages
import PromptInference
import PromptKernels
import PromptScoring
import Synchronization

/// Sends images through a model and scores what it gives.
///
/// A few images are under way at a time: one is decoded, scored and drawn while the model looks at
/// another. No more is held, however many images there are.
///
/// - Parameters:
///   - statedForm: the mask form of the command line.
///   - heatMaps: whether each image gets one.
/// - Throws: ``CommandFailure`` or the library's error where nothing can be scored; `ExitCode` 1 after
///   the last image where some could not.
func scoreImages(
  _ paths: [String], model: String, bank: Bank, statedForm: MaskForm?, pictures: PictureOptions,
  format: MapFormat, outputDirectory: String, heatMaps: Bool = true
) throws {
  let endings = [".\(format)", ".png"] + pictures.neighbours(of: "")
  let images = try findImages(paths, outputDirectory: outputDirectory, endings: endings)
  let environment = ProcessInfo.processInfo.environment
  let engine = try findEngines(environment: environment, stopAtFirst: true).engine()
  let runner = try ModelRunner(directory: model, engine: engine)
  try runner.check(space: bank.space.id, dimension: bank.dimension)
  let scorer = try Scorer(
    bank: bank, temperature: runner.manifest.temperature,
    secondTemperature: runner.manifest.secondTemperature,
    maskForm: statedForm ?? runner.manifest.maskForm.flatMap(MaskForm.init(rawValue:)) ?? .sigmoid)
  try makeFolder(outputDirectory)

  let tally = Mutex(Tally(total: images.count))
  // Two workers keep the model busy; a third one decodes ahead where there are processors for it.
  forEachInParallel(count: images.count, threads: min(3, max(2, availableProcessors))) { index in
    let image = images[index]
    do {
      let scene = try readPicture(image.path)
      let map = try score(scene, runner: runner, scorer: scorer)
      try pictures.write(
        map, of: bank, to: image.base + ".\(format)", base: image.base,
        heatMap: heatMaps ? image.base + ".png" : nil, scene: scene, usual: .under)
      tally.withLock { $0.finish(nil) }
    } catch {
      let reason = "\((error as? CommandFailure)?.message ?? "\(error)")"
      let names = reason.hasPrefix(image.path)
      tally.withLock { $0.finish(names ? reason : "\(image.path): \(reason)") }
    }
  }
  try tally.withLock { try $0.close(outputDirectory) }
}

/// Runs the model on a picture and scores what it gives; a map of the picture's size.
private func score(
  _ scene: Picture, runner: ModelRunner, scorer: Scorer
) throws -> AnomalyMap {
  let tensors = try runner.run(
    pixels: scene.bytes, width: scene.width, height: scene.height,
    dimension: scorer.bank.dimension)
  let outputs: ModelOutputs =
    switch tensors.outputs {
    case .masks(let embeddings, let logits, nil): .masks(embeddings: embeddings, logits: logits)
    case .masks(let embeddings, let logits, let second?):
      .twoHeads(embeddings: embeddings, secondEmbeddings: second, logits: logits)
    case .dense(let embeddings): .dense(pixelEmbeddings: embeddings)
    }
  let canvas = tensors.canvas
  let map = try scorer.score(outputs, height: canvas.height, width: canvas.width)
  return AnomalyMap(
    height: scene.height, width: scene.width, anomaly: canvas.cropped(map.anomaly),
    column: canvas.cropped(map.column))
}

/// Makes a folder, and those above it, where it is missing.
func makeFolder(_ path: String) throws(CommandFailure) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw CommandFailure("\(path): cannot be made: \(reason(error))")
  }
}

/// How far the images are, for whoever watches.
private struct Tally: Sendable {
  private let total: Int
  private var done = 0
  private var failed = 0
  private let started = ContinuousClock.now
  private var bar = ProgressBar("scoring", unit: "images")

  init(total: Int) { self.total = total }

  /// Counts an image, with the reason where it could not be scored.
  mutating func finish(_ problem: String?) {
    done += 1
    if let problem {
      failed += 1
      bar.finish()
      printMessage("promptbank: \(problem)")
    }
    bar.update(done: done, total: total)
  }

  /// Says how many images were scored, how fast, and where their maps are.
  ///
  /// - Throws: `ExitCode` 1 if an image could not be scored.
  mutating func close(_ folder: String) throws {
    bar.finish()
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    let scored = done - failed
    let speed = rateText(Double(done) / max(seconds, 1e-9))
    let took = decimals(seconds, digits: 1) + " s"
    printMessage(
      "scored \(scored) image\(scored == 1 ? "" : "s") in \(took), \(speed)/s, into \(folder)")
    guard failed > 0 else { return }
    printMessage("promptbank: \(failed) of \(total) images could not be scored")
    throw ExitCode(ExitStatus.findings.rawValue)
  }
}
