internal import TensorFiles

/// A model directory opened in an engine: a picture in, embeddings and masks out.
///
///     let engine = try findEngines(environment: environment, stopAtFirst: true).engine()
///     let runner = try ModelRunner(directory: "model", engine: engine)
///     try runner.check(space: bank.space, dimension: bank.dimension)
///     let tensors = try runner.run(pixels: picture.pixels, width: picture.width, height: …)
///     // score tensors.outputs at tensors.canvas's size, then tensors.canvas.cropped(…)
///
/// May be shared between threads: pictures are prepared at the same time, the model's runs take turns
/// (each uses several threads itself).
package final class ModelRunner: Sendable {
  package let directory: String
  package let manifest: ModelManifest
  package let session: InferenceSession

  /// Reads `model.json`, opens `model.onnx`, and checks what the model says of its ports.
  ///
  /// - Parameter threads: threads for one run, 0 for the engine's choice.
  /// - Throws: ``InferenceError``.
  package init(directory: String, engine: Engine, threads: Int = 0) throws(InferenceError) {
    manifest = try readModelManifest(path: directory + "/model.json")
    let path = directory + "/model.onnx"
    try checkModelFile(path: path)
    session = try InferenceSession(
      path: path, outputs: manifest.outputNames, engine: engine, threads: threads)
    self.directory = directory
    try checkInput()
    for (index, port) in session.requested.enumerated() { try checkOutput(index, port) }
  }

  /// Refuses a bank that does not fit.
  ///
  /// - Parameters:
  ///   - space: the bank's.
  ///   - dimension: the entries of the bank's embeddings.
  /// - Throws: ``InferenceError`` that says what to do.
  package func check(space: String, dimension: Int) throws(InferenceError) {
    if !manifest.accepts(space) {
      throw InferenceError(
        path: directory + "/model.json", place: "`space`",
        reason: "the bank is in the space \(quoted(space)) and the model's is "
          + "\(quoted(manifest.space)): compile the bank with the model's text encoder, or, where "
          + "the two are known to be one space, add the bank's to `accepts`")
    }
    if let own = staticDimension, own != dimension {
      throw wrongDimension(own: own, bank: dimension)
    }
  }

  /// The model's embedding dimension, where the model fixes it.
  package var staticDimension: Int? {
    guard let shape = session.requested.first?.shape else { return nil }
    switch manifest.outputs {
    case .masks: return shape.last ?? nil
    case .dense(_, .hwc): return shape.last ?? nil
    case .dense(_, .chw): return shape.count >= 3 ? shape[shape.count - 3] : nil
    }
  }

  /// Runs the model on a picture.
  ///
  /// - Parameters:
  ///   - pixels: red, green and blue, row-major, three bytes a pixel.
  ///   - dimension: the bank's embedding dimension, to be checked; nil leaves it unchecked.
  /// - Throws: ``InferenceError`` where the picture does not fit, the engine fails, or an output has
  ///   another shape than it should or is not finite.
  package func run(
    pixels: [UInt8], width: Int, height: Int, dimension: Int? = nil
  ) throws(InferenceError) -> ModelTensors {
    let (input, canvas) = try prepareInput(
      pixels: pixels, width: width, height: height, as: manifest.input)
    let results = try session.run(input)
    let outputs = try checkedOutputs(results)
    if let dimension {
      let own =
        switch outputs {
        case .masks(let embeddings, _, _), .dense(let embeddings): embeddings.shape.last ?? 0
        }
      if own != dimension { throw wrongDimension(own: own, bank: dimension) }
    }
    return ModelTensors(outputs: outputs, canvas: canvas)
  }

  private func wrongDimension(own: Int, bank: Int) -> InferenceError {
    InferenceError(
      path: session.path, place: "output \(quoted(manifest.outputNames[0]))",
      reason: "the model's embeddings have \(own) entries and the bank's \(bank): they come from "
        + "different encoders; compile the bank with the model's text encoder")
  }
}

/// Refuses what is no model file with a better sentence than an engine's.
private func checkModelFile(path: String) throws(InferenceError) {
  let start = try readStart(of: path, limit: 64).bytes
  if start.starts(with: Array("version https://git-lfs".utf8)) {
    throw InferenceError(
      path: path, reason: "a Git LFS pointer, not the model: run `git lfs pull` in its repository")
  }
  // An ONNX file is a protocol buffer of the message ModelProto; its first byte is the tag of one of
  // the first eight fields, the version in practice. OpenVINO tries every format on anything else,
  // and one of its readers writes to standard error.
  guard let first = start.first, [0x08, 0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42].contains(first)
  else {
    throw InferenceError(path: path, reason: "not an ONNX model")
  }
}
