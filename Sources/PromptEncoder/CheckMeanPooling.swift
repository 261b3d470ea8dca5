internal import PromptJSON

/// Checks that a sentence encoder is a transformer, then the mean over its tokens, then at most a
/// normalisation, as Sentence Transformers describes it.
///
/// - Throws: ``EncoderError`` naming any other part.
func checkMeanPooling(_ directory: ModelDirectory, width: Int) throws(EncoderError) {
  var folder = "1_Pooling"
  if directory.contains("modules.json") { folder = try poolingFolder(directory) }
  let prompts = "config_sentence_transformers.json"
  if directory.contains(prompts) {
    try directory.readConfiguration(prompts).refuse(
      ["default_prompt_name"], because: "text that is put before every prompt is not supported")
  }
  let name = folder + "/config.json"
  guard directory.contains(name) else {
    throw EncoderError(
      directory.path,
      "expected `\(name)`, found no such file: how tokens become one embedding is unknown")
  }
  let pooling = try directory.readConfiguration(name)
  if let dimension = pooling["word_embedding_dimension"], dimension.int != width {
    throw pooling.problem(
      "word_embedding_dimension", "expected \(width), found \(dimension.text())")
  }
  // Newer files name the mode, older ones have a switch for each.
  if let mode = try pooling.string("pooling_mode") {
    guard mode == "mean" else {
      throw pooling.problem("pooling_mode", "expected mean, found `\(mode)`")
    }
    return
  }
  for member in pooling.value.members ?? [] where member.key.hasPrefix("pooling_mode_") {
    let isMean = member.key == "pooling_mode_mean_tokens"
    guard try pooling.bool(member.key) == isMean else {
      throw pooling.problem(
        member.key, "expected \(isMean): only the mean over tokens is supported")
    }
  }
  guard pooling["pooling_mode_mean_tokens"] != nil else {
    throw pooling.problem("pooling_mode_mean_tokens", "is missing")
  }
}

/// The folder of the pooling that `modules.json` names, once its parts are known to be supported.
private func poolingFolder(_ directory: ModelDirectory) throws(EncoderError) -> String {
  let path = directory.path(of: "modules.json")
  guard let modules = try directory.readValue("modules.json").elements else {
    throw EncoderError(path, "is not a JSON array")
  }
  let kinds = modules.map { module in
    module["type"]?.string?.split(separator: ".").last.map(String.init) ?? "?"
  }
  guard kinds == ["Transformer", "Pooling"] || kinds == ["Transformer", "Pooling", "Normalize"]
  else {
    throw EncoderError(
      path,
      "expected Transformer, Pooling and perhaps Normalize, found \(kinds.joined(separator: ", "))")
  }
  guard modules[0]["path"]?.string == "" else {
    throw EncoderError(path, "expected the transformer in the folder itself")
  }
  guard let folder = modules[1]["path"]?.string, !folder.isEmpty, !folder.contains("/"),
    !folder.hasPrefix(".")
  else {
    throw EncoderError(path, "expected the pooling in a folder beside it")
  }
  return folder
}
