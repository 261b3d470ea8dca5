import Foundation
import PromptInference
import TensorFiles
import TestSupport
import Testing

let fixtures = packageRoot.appendingPathComponent("Tests/PromptInferenceTests/Fixtures")

/// The floats of `expected/NAME.f32`.
func expected(_ name: String) throws -> [Float] {
  let data = try Data(contentsOf: fixtures.appendingPathComponent("expected/\(name).f32"))
  let bytes = [UInt8](data)
  return stride(from: 0, to: bytes.count, by: 4).map { start in
    Float(
      bitPattern: bytes[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
  }
}

/// The picture by a formula that the fixtures were made from: RGB bytes.
func formulaPicture(height: Int, width: Int) -> [UInt8] {
  var pixels: [UInt8] = []
  for y in 0..<height {
    for x in 0..<width {
      for c in 0..<3 { pixels.append(UInt8((x * 7 + y * 13 + c * 31 + x * y * (c + 1)) % 256)) }
    }
  }
  return pixels
}

/// The largest difference of two equally long arrays; infinite where one value is not a number.
func largestDifference(_ left: [Float], _ right: [Float]) -> Float {
  #expect(left.count == right.count)
  return zip(left, right).map { abs($0 - $1) }.reduce(0) {
    $1.isNaN ? .infinity : max($0, $1)
  }
}

/// The engines there are; looked for once, since opening takes tens of milliseconds.
let installed = findEngines(environment: ProcessInfo.processInfo.environment)

/// An engine, or the end of the test: skipped out loud where it is not installed, failed where
/// `PROMPTBANK_REQUIRE_ENGINE` is 1 (ONNX Runtime) or `all`.
func engine(_ kind: EngineKind) throws -> Engine {
  if let engine = installed.found.first(where: { $0.kind == kind }) { return engine }
  let required = ProcessInfo.processInfo.environment["PROMPTBANK_REQUIRE_ENGINE"]
  if required == "all" || required == "1" && kind == .onnxRuntime {
    Issue.record("\(kind.name) is required and was not found: \(installed.tried)")
  }
  try Test.cancel("\(kind.name) is not installed: \(installed.installCommand)")
}

let space = "sha256:" + String(repeating: "a", count: 64)
let otherSpace = "sha256:" + String(repeating: "b", count: 64)

/// A manifest with parts of it replaced; the input is the picture's bytes less 128, at any size.
func manifest(
  outputs: String = #"{"mask_embeddings": "mask_embeddings", "mask_logits": "mask_logits"}"#,
  size: String = #""multiple": 1"#, more: String = ""
) -> String {
  """
  {"version": 1, "space": "\(space)", "outputs": \(outputs), \(more)
   "input": {\(size), "colour": "rgb", "range": 255, "mean": [128, 128, 128], "std": [1, 1, 1]}}
  """
}

/// Opens a fixture's model under a manifest, in a folder of its own.
func withRunner<Result>(
  _ model: String, _ manifest: String = manifest(), _ kind: EngineKind = .onnxRuntime,
  _ body: (ModelRunner) throws -> Result
) throws -> Result {
  let engine = try engine(kind)
  return try withFolder { folder in
    try FileManager.default.copyItem(
      at: fixtures.appendingPathComponent("\(model).onnx"),
      to: folder.appendingPathComponent("model.onnx"))
    try Data(manifest.utf8).write(to: folder.appendingPathComponent("model.json"))
    return try body(try ModelRunner(directory: folder.path, engine: engine, threads: 1))
  }
}
