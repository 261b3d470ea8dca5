/// Loads the text tower of a model folder, told apart by its configuration; nothing is guessed.
///
/// - Throws: ``EncoderError`` naming what was found and what was expected.
func loadTower(_ directory: ModelDirectory) throws(EncoderError) -> any TextTower {
  if directory.contains("open_clip_config.json") {
    return try CLIPTower(openCLIP: directory)
  }
  let expected = "expected `open_clip_config.json` or `config.json`"
  guard directory.contains("config.json") else {
    if let tower = try openAITower(directory) { return tower }
    guard let names = directory.names else {
      throw EncoderError(directory.path, "\(expected), found no folder that can be read")
    }
    let found = names.prefix(6).map { "`\($0)`" }.joined(separator: ", ")
    let more = names.count > 6 ? " and \(names.count - 6) more" : ""
    throw EncoderError(
      directory.path, "\(expected), found \(names.isEmpty ? "an empty folder" : found + more)")
  }
  let configuration = try directory.readConfiguration("config.json")
  try configuration.refuse(
    ["quantization_config", "compression_config", "pruned_heads"],
    because: "is not supported: only plain float weights are read")
  switch try configuration.string("model_type") {
  case "bert": return try BERTTower(directory, configuration)
  case let type?:
    guard let family = HuggingFaceFamily(modelType: type) else {
      throw configuration.problem(
        "model_type",
        "expected bert, \(HuggingFaceFamily.modelTypes), found `\(type)`, which is not supported")
    }
    return try CLIPTower(huggingFace: directory, configuration, family)
  case nil:
    throw configuration.problem(
      "model_type", "is missing; expected bert, \(HuggingFaceFamily.modelTypes)")
  }
}

/// The tower of a folder with one weight file and no configuration; nil where there is no such file.
private func openAITower(_ directory: ModelDirectory) throws(EncoderError) -> CLIPTower? {
  let weights = directory.otherWeights
  guard weights.count == 1 else { return nil }
  let file = try directory.openWeights(named: weights[0])
  if let tower = try CLIPTower(openAI: file, products: directory.products) { return tower }
  throw EncoderError(
    directory.path,
    """
    `\(weights[0])` has no configuration beside it, and heads and activation are not in the weights: \
    put the model's `open_clip_config.json` or `config.json` here
    """)
}
