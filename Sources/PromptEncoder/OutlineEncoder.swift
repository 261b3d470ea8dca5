internal import PromptKernels
internal import PromptTokenizer

/// What the encoder of a folder is, for people: labels of one width, and values. A tokenizer that is
/// not read is said, not thrown.
///
/// - Throws: ``EncoderError`` where the folder holds no tower that is read.
package func outlineEncoder(_ directory: String) throws(EncoderError) -> [(
  label: String, value: String
)] {
  let folder = ModelDirectory(path: directory)
  let tower = try loadTower(folder)
  let shape = tower.shape
  let family = ["bert": "BERT", "siglip": "SigLIP"][tower.family] ?? "CLIP"
  let tokenizer: String
  do {
    tokenizer = try Tokenizer(directory: directory, mode: nil).mode.rawValue
  } catch {
    tokenizer = "not read: \(error.reason)"
  }
  return [
    ("tower     ", "\(family), in \(folder.layout)'s layout"),
    ("size      ", "\(shape.layers) layers of width \(shape.width), \(shape.hiddenWidth) inside"),
    ("arithmetic", tower.arithmetic),
    ("context   ", "\(shape.contextLength) tokens of \(shape.vocabularySize)"),
    ("dimension ", "\(tower.dimension)"),
    ("tokenizer ", tokenizer),
    ("weights   ", tower.source.path),
  ]
}

extension ModelDirectory {
  /// Whose files these are.
  fileprivate var layout: String {
    if contains("open_clip_config.json") { return "OpenCLIP" }
    return contains("config.json") ? "Hugging Face" : "OpenAI"
  }
}
