internal import PromptJSON

/// Reads a model's manifest, strictly: every key known, every value checked.
///
/// - Parameter path: the file `model.json`.
/// - Throws: ``InferenceError`` with the key or the byte that is wrong.
package func readModelManifest(path: String) throws(InferenceError) -> ModelManifest {
  let limit = 1 << 20
  let file = try readStart(of: path, limit: limit)
  if file.count > limit { throw InferenceError(path: path, reason: "over 1 MiB large") }
  return try readModelManifest(file.bytes, path: path)
}

/// Reads a manifest from its bytes; `path` is for messages.
package func readModelManifest(
  _ bytes: [UInt8], path: String
) throws(InferenceError) -> ModelManifest {
  let value: JSONValue
  do throws(JSONError) {
    value = try readJSON(bytes, maximumDepth: 8)
  } catch {
    throw InferenceError(path: path, place: "byte \(error.byte)", reason: error.reason)
  }
  let reader = try ManifestReader(
    value, path: path,
    keys: [
      "version", "space", "accepts", "input", "outputs", "masks", "mask_form", "pixel_layout",
      "temperature", "logit_scale", "heads",
    ])
  guard try reader.required("version").int == 1 else {
    throw reader.problem("version", "1 is expected, the only version there is")
  }
  let outputs = try outputs(reader)
  let temperatures = try temperatures(reader, outputs)
  return ModelManifest(
    space: try reader.space(reader.required("space"), "space"),
    otherSpaces: try otherSpaces(reader),
    input: try inputFormat(reader),
    outputs: outputs,
    maskForm: try reader.word("mask_form", MaskFormName.self)?.rawValue,
    temperature: temperatures.first,
    secondTemperature: temperatures.second)
}

/// The mask forms of scoring; it has its own type for them, which is not imported here.
private enum MaskFormName: String, CaseIterable { case sigmoid, softmax, normalised }

private func otherSpaces(_ reader: ManifestReader) throws(InferenceError) -> [String] {
  guard let value = reader["accepts"] else { return [] }
  guard let elements = value.elements else {
    throw reader.problem("accepts", "a list of spaces is expected")
  }
  var spaces: [String] = []
  for element in elements { spaces.append(try reader.space(element, "accepts")) }
  return spaces
}

private func inputFormat(_ manifest: ManifestReader) throws(InferenceError) -> InputFormat {
  let reader = try ManifestReader(
    manifest.required("input"), path: manifest.path, place: "input",
    keys: [
      "name", "height", "width", "fit", "multiple", "interpolation", "colour", "range", "mean",
      "std",
    ])
  guard let range = try reader.required("range").double, range == 1 || range == 255 else {
    throw reader.problem("range", "1 or 255 is expected: what the brightest byte becomes")
  }
  let mean = try reader.channels("mean")
  let deviation = try reader.channels("std")
  if let wrong = deviation.first(where: { $0 < 1e-6 || $0 > 1e6 }) {
    throw reader.problem("std", "\(wrong) is no standard deviation")
  }
  if let wrong = mean.first(where: { abs($0) > range }) {
    throw reader.problem(
      "mean",
      "\(wrong) is beyond `range`, which is \(Int(range)): one of them is for the other scale")
  }
  if range == 255, mean.contains(where: { $0 != 0 }), mean.allSatisfy({ abs($0) <= 1 }),
    deviation.allSatisfy({ $0 <= 1 })
  {
    throw reader.problem("mean", "these are for a `range` of 1, and `range` is 255")
  }
  return InputFormat(
    name: try reader.text("name"), size: try sizePolicy(reader),
    interpolation: try reader.word("interpolation", InputFormat.Interpolation.self)
      ?? .antialiased,
    colour: try reader.requiredWord("colour", InputFormat.ColourOrder.self),
    range: range, mean: mean, deviation: deviation)
}

private func sizePolicy(_ reader: ManifestReader) throws(InferenceError) -> InputFormat.SizePolicy {
  let height = try reader.integer("height", in: 1...16_384)
  let width = try reader.integer("width", in: 1...16_384)
  let fit = try reader.word("fit", InputFormat.Fit.self)
  let multiple = try reader.integer("multiple", in: 1...1_024)
  switch (height, width) {
  case (nil, nil):
    guard let multiple else {
      throw reader.problem(
        "height",
        "the key is missing: give `height` and `width`, or, for a model that takes pictures at "
          + "their own size, `multiple`, to which both are padded")
    }
    if let fit {
      throw reader.problem(
        "fit", "\(quoted(fit.rawValue)) needs a `height` and a `width`, and there are none")
    }
    return .own(multiple: multiple)
  case (nil, _?): throw reader.problem("height", "the key is missing beside `width`")
  case (_?, nil): throw reader.problem("width", "the key is missing beside `height`")
  case (let height?, let width?):
    if multiple != nil {
      throw reader.problem("multiple", "it is for pictures at their own size; the size is given")
    }
    if height * width > InputFormat.inputLimit {
      throw reader.problem("height", "an input of more than \(InputFormat.inputLimit) pixels")
    }
    return .fixed(height: height, width: width, fit: fit ?? .stretch)
  }
}

private func outputs(
  _ manifest: ManifestReader
) throws(InferenceError) -> ModelManifest.Outputs {
  let reader = try ManifestReader(
    manifest.required("outputs"), path: manifest.path, place: "outputs",
    keys: ["mask_embeddings", "mask_logits", "mask_embeddings_out", "pixel_embeddings"])
  let values = try manifest.word("masks", ModelManifest.MaskValues.self)
  let layout = try manifest.word("pixel_layout", ModelManifest.PixelLayout.self)
  guard let pixels = try reader.text("pixel_embeddings") else {
    if layout != nil {
      throw manifest.problem("pixel_layout", "there are no `pixel_embeddings` among `outputs`")
    }
    let outputs = (
      try reader.requiredText("mask_embeddings"), try reader.requiredText("mask_logits"),
      try reader.text("mask_embeddings_out")
    )
    if outputs.0 == outputs.1 || outputs.1 == outputs.2 || outputs.0 == outputs.2 {
      throw reader.problem("mask_logits", "two keys name the same output")
    }
    return .masks(
      embeddings: outputs.0, masks: outputs.1, secondEmbeddings: outputs.2,
      form: values ?? .logits)
  }
  for key in ["mask_embeddings", "mask_logits", "mask_embeddings_out"] where reader[key] != nil {
    throw reader.problem(key, "a model gives masks or `pixel_embeddings`, not both")
  }
  for key in ["masks", "mask_form"] where manifest[key] != nil {
    throw manifest.problem(key, "a model with `pixel_embeddings` has no masks")
  }
  guard let layout else {
    throw manifest.problem(
      "pixel_layout", "the key is missing: `chw` for [D, h, w], `hwc` for [h, w, D]")
  }
  return .dense(embeddings: pixels, layout: layout)
}

/// The temperatures of the two heads: a head's own, else the manifest's.
private func temperatures(
  _ manifest: ManifestReader, _ outputs: ModelManifest.Outputs
) throws(InferenceError) -> (first: Double?, second: Double?) {
  let common = try manifest.temperature()
  var hasSecond = false
  if case .masks(_, _, _?, _) = outputs { hasSecond = true }
  guard let value = manifest["heads"] else { return (common, hasSecond ? common : nil) }
  let heads = try ManifestReader(value, path: manifest.path, place: "heads", keys: ["in", "out"])
  var own: [Double?] = []
  for key in ["in", "out"] {
    guard let head = heads[key] else {
      own.append(nil)
      continue
    }
    if key == "out", !hasSecond {
      throw heads.problem(key, "there is no `mask_embeddings_out` among `outputs`")
    }
    let reader = try ManifestReader(
      head, path: manifest.path, place: "heads." + key, keys: ["temperature", "logit_scale"])
    guard let temperature = try reader.temperature() else {
      throw heads.problem(key, "a `temperature` or a `logit_scale` is expected")
    }
    own.append(temperature)
  }
  return (own[0] ?? common, hasSecond ? own[1] ?? common : nil)
}
