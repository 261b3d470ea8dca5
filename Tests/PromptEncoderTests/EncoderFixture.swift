import Foundation
import PromptJSON
import PromptKernels
import TestSupport
import Testing

@testable import PromptEncoder

/// A tiny model of `Fixtures/make_fixtures.py` with its reference.
struct EncoderFixture: CustomTestStringConvertible, Sendable {
  static let folder = packageRoot.appendingPathComponent("Tests/PromptEncoderTests/Fixtures")
  /// Every model there is.
  static let all = [
    "bert_f32", "bert_prefixed_f16", "hf_clip_checkpoint", "hf_clip_f16", "hf_clip_f32",
    "hf_clip_legacy_end",
    "hf_clip_sharded", "hf_text_projection_gelu", "hf_text_unprefixed_bf16",
    "hf_siglip", "open_clip_checkpoint", "open_clip_mixed_types", "open_clip_siglip",
    "openai_checkpoint",
    "open_clip_not_causal", "open_clip_quick_gelu", "open_clip_text_gelu_bf16",
    "open_clip_text_options", "open_clip_wrapped",
  ].map(EncoderFixture.init)

  let name: String
  var testDescription: String { name }
  var url: URL { Self.folder.appendingPathComponent(name) }
  var directory: ModelDirectory { ModelDirectory(path: url.path) }

  func expected() throws -> (
    prompts: [[Int32]], embeddings: [[Double]], temperature: Double?, encoderDigest: String?
  ) {
    let data = try Data(contentsOf: url.appendingPathComponent("expected.json"))
    let value = try readJSON(Array(data))
    let prompts = value["prompts"]?.elements ?? []
    return (
      prompts.map { $0["ids"]?.elements?.compactMap { $0.int.map(Int32.init) } ?? [] },
      prompts.map { $0["embedding"]?.elements?.compactMap(\.double) ?? [] },
      value["temperature"]?.double, value["encoder"]?.string
    )
  }

  /// Copies the model's folder, to change it.
  func copy(to folder: URL) throws -> ModelDirectory {
    let target = folder.appendingPathComponent(name)
    try FileManager.default.copyItem(at: url, to: target)
    return ModelDirectory(path: target.path)
  }
}

extension TextTower {
  /// A prompt as the tower takes it: where it reads the whole context, padded to that.
  func fitted(_ prompt: [Int32]) -> [Int32] {
    let missing = readsWholeContext ? max(0, shape.contextLength - prompt.count) : 0
    return prompt + [Int32](repeating: 1, count: missing)
  }

  func encode(_ prompts: [[Int32]], threads: Int = 2) throws -> [Float] {
    var embeddings = [Float](repeating: .nan, count: prompts.count * dimension)
    _ = try encode(
      try plan(prompts, path: "model"), into: &embeddings, path: "model", threads: threads)
    return embeddings
  }
}

extension ProductPath {
  /// Every packed form that runs here.
  static var stable: [ProductPath] {
    PackedMatrix.Form.allCases.filter(\.runs).map(ProductPath.packed)
  }
}
