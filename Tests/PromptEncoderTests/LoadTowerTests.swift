import Foundation
import PromptJSON
import TensorFiles
import TestSupport
import Testing

@testable import PromptEncoder

struct LoadTowerTests {
  /// Sets a key of a model's configuration, nested keys with full stops; nil removes it.
  private func set(_ path: String, to value: JSONValue?, in file: URL) throws {
    func changed(_ object: JSONValue, _ keys: ArraySlice<String>) -> JSONValue {
      guard let key = keys.first else { return value ?? .null }
      var members = object.members ?? []
      let old = object[key] ?? .object([])
      members.removeAll { $0.key == key }
      if keys.count > 1 || value != nil {
        members.append(.init(key, changed(old, keys.dropFirst())))
      }
      return .object(members)
    }
    let keys = path.split(separator: ".").map(String.init)
    let root = changed(try readJSON(Array(Data(contentsOf: file))), keys[...])
    try Data(root.text().utf8).write(to: file)
  }

  @Test(
    arguments: [
      ("hf_clip_f32", "config.json", "text_config.hidden_act", .string("relu"), "`relu`"),
      ("hf_clip_f32", "config.json", "text_config.hidden_size", .number("1e9"), "whole number"),
      (
        "hf_clip_f32", "config.json", "text_config.hidden_size", .int(1_000_000_000), "whole number"
      ),
      ("hf_clip_f32", "config.json", "text_config.hidden_size", .int(16_777_215), "heads of"),
      ("hf_clip_f32", "config.json", "text_config.num_hidden_layers", .int(1024), "no such tensor"),
      (
        "hf_clip_f32", "config.json", "text_config.intermediate_size", .int(16_777_215),
        "expected F32"
      ),
      ("hf_clip_f32", "config.json", "text_config.vocab_size", .int(201), "found shape [200, 24]"),
      ("hf_clip_f32", "config.json", "text_config.num_attention_heads", .int(7), "7 heads"),
      ("hf_clip_f32", "config.json", "text_config.layer_norm_eps", .int(-1), "above 0"),
      ("hf_clip_f32", "config.json", "text_config.eos_token_id", .int(4000), "4000"),
      ("hf_clip_f32", "config.json", "text_config.eos_token_id", .array([1, 2]), "one token id"),
      ("hf_clip_f32", "config.json", "projection_dim", .int(99), "99"),
      ("hf_clip_f32", "config.json", "model_type", .string("chinese_clip"), "`chinese_clip`"),
      ("hf_clip_f32", "config.json", "model_type", nil, "is missing"),
      ("hf_clip_f32", "config.json", "text_config", .string("x"), "not an object"),
      ("hf_clip_f32", "config.json", "quantization_config", .object([.init("bits", 4)]), "plain"),
      (
        "hf_clip_sharded", "model.safetensors.index.json", "weight_map", nil, "is missing"
      ),
      (
        "hf_clip_sharded", "model.safetensors.index.json", "weight_map.a",
        .string("../model.safetensors"), "beside the index"
      ),
      (
        "hf_clip_sharded", "model.safetensors.index.json", "weight_map.a",
        .string("model-00001-of-00002.safetensors"), "no such tensor"
      ),
      (
        "hf_clip_sharded", "model.safetensors.index.json", "weight_map.a", .int(3), "name of a file"
      ),
      ("bert_f32", "config.json", "position_embedding_type", .string("relative_key"), "absolute"),
      ("bert_f32", "config.json", "is_decoder", true, "encoders"),
      ("bert_f32", "config.json", "type_vocab_size", .int(3), "found shape [2, 24]"),
      ("bert_f32", "1_Pooling/config.json", "pooling_mode_cls_token", true, "expected false"),
      ("bert_f32", "1_Pooling/config.json", "pooling_mode_mean_tokens", nil, "is missing"),
      ("bert_f32", "1_Pooling/config.json", "word_embedding_dimension", .int(25), "25"),
      ("bert_prefixed_f16", "1_Pooling/config.json", "pooling_mode", .string("cls"), "`cls`"),
      ("open_clip_quick_gelu", "open_clip_config.json", "model_cfg", nil, "is missing"),
      (
        "open_clip_quick_gelu", "open_clip_config.json", "model_cfg.embed_dim", .int(21), "[24, 21]"
      ),
      (
        "open_clip_quick_gelu", "open_clip_config.json", "model_cfg.multimodal_cfg",
        .object([.init("width", 1)]), "CoCa"
      ),
      (
        "open_clip_quick_gelu", "open_clip_config.json", "model_cfg.text_cfg.embed_cls", true,
        "CoCa"
      ),
      (
        "open_clip_quick_gelu", "open_clip_config.json", "model_cfg.text_cfg.ls_init_value",
        .int(1), "scales of layers"
      ),
      (
        "open_clip_quick_gelu", "open_clip_config.json", "model_cfg.text_cfg.pool_type",
        .string("first"), "`first`"
      ),
      (
        "open_clip_quick_gelu", "open_clip_config.json", "model_cfg.text_cfg.proj_bias", true,
        "`text_projection.weight`"
      ),
      (
        "open_clip_quick_gelu", "open_clip_config.json", "model_cfg.text_cfg.mlp_ratio",
        .number("1e300"), "above 0"
      ),
      (
        "open_clip_quick_gelu", "open_clip_config.json", "model_cfg.text_cfg.mlp_ratio",
        .number("2.5"), "found shape"
      ),
    ] as [(String, String, String, JSONValue?, String)])
  func aConfigurationThatDoesNotFitIsRefused(
    _ name: String, _ file: String, _ key: String, _ value: JSONValue?, _ message: String
  ) throws {
    try withFolder { folder in
      let directory = try EncoderFixture(name: name).copy(to: folder)
      try set(key, to: value, in: URL(fileURLWithPath: directory.path(of: file)))
      let error = #expect(throws: EncoderError.self) { try loadTower(directory) }
      #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }
  }

  @Test func aFolderOfNothingKnownIsRefusedWithWhatIsThere() throws {
    try withFolder { folder in
      var error = #expect(throws: EncoderError.self) { try TextEncoder(directory: folder.path) }
      #expect(error?.reason.hasSuffix("found an empty folder") == true)
      try Data().write(to: folder.appendingPathComponent("model.onnx"))
      error = #expect(throws: EncoderError.self) { try TextEncoder(directory: folder.path) }
      #expect(
        error?.reason
          == "expected `open_clip_config.json` or `config.json`, found `model.onnx`")
      let missing = folder.appendingPathComponent("missing").path
      error = #expect(throws: EncoderError.self) { try TextEncoder(directory: missing) }
      #expect(error?.reason.hasSuffix("found no folder that can be read") == true)
    }
  }

  @Test func weightsInAnotherFormatAreRefusedByName() throws {
    try withFolder { folder in
      let directory = try EncoderFixture(name: "hf_clip_f32").copy(to: folder)
      let weights = directory.path(of: "model.safetensors")
      try FileManager.default.moveItem(
        atPath: weights, toPath: directory.path(of: "pytorch_model.bin"))
      let error = #expect(throws: EncoderError.self) { try loadTower(directory) }
      #expect(error?.path.hasSuffix("pytorch_model.bin") == true)
      #expect(error?.reason.contains("no zip archive") == true)
    }
  }

  @Test func safetensorsComeBeforeCheckpointsAndAnyOnlyFileIsTaken() throws {
    try withFolder { folder in
      let directory = try EncoderFixture(name: "hf_clip_checkpoint").copy(to: folder)
      let files = FileManager.default
      let checkpoint = directory.path(of: "pytorch_model.bin")
      try files.moveItem(atPath: checkpoint, toPath: directory.path(of: "mine.ckpt"))
      try Data("x".utf8).write(
        to: URL(fileURLWithPath: directory.path(of: "training_args.bin")))
      #expect(try loadTower(directory).source.path.hasSuffix("mine.ckpt"))
      try files.copyItem(
        atPath: directory.path(of: "mine.ckpt"), toPath: directory.path(of: "other.pt"))
      let error = #expect(throws: EncoderError.self) { try loadTower(directory) }
      #expect(error?.reason.contains("found `mine.ckpt`, `other.pt`") == true)
      try files.copyItem(
        at: EncoderFixture(name: "hf_clip_f32").url.appendingPathComponent("model.safetensors"),
        to: URL(fileURLWithPath: directory.path(of: "model.safetensors")))
      #expect(try loadTower(directory).source.path.hasSuffix("model.safetensors"))
    }
  }

  @Test func weightsAloneSayWhatIsMissing() throws {
    try withFolder { folder in
      let directory = try EncoderFixture(name: "hf_clip_f32").copy(to: folder)
      try FileManager.default.removeItem(atPath: directory.path(of: "config.json"))
      let error = #expect(throws: EncoderError.self) { try loadTower(directory) }
      #expect(error?.reason.contains("has no configuration beside it") == true)
    }
  }

  @Test func aTowerPooledAtTheLastPlaceTakesTheWholeContext() throws {
    let path = EncoderFixture(name: "hf_siglip").url.path
    let error = #expect(throws: EncoderError.self) {
      try encodeTokenIDs([[Int32](repeating: 1, count: 12), [5, 6]], directory: path)
    }
    #expect(error?.place == .prompt(1))
    #expect(error?.reason.contains("ids come padded to 12") == true)
  }

  @Test func aTowerWithoutAProjectionIsRefused() throws {
    try withFolder { folder in
      let directory = try EncoderFixture(name: "hf_text_projection_gelu").copy(to: folder)
      try rewriteWeights(of: directory) { $0.removeAll { $0.name == "text_projection.weight" } }
      let error = #expect(throws: EncoderError.self) { try loadTower(directory) }
      #expect(error?.place == .tensor("text_projection.weight"))
      #expect(error?.reason.contains("does not reach the space that images share") == true)
    }
  }

  @Test func aProjectionToNothingIsRefused() throws {
    try withFolder { folder in
      let directory = try EncoderFixture(name: "hf_text_projection_gelu").copy(to: folder)
      try set(
        "projection_dim", to: nil, in: URL(fileURLWithPath: directory.path(of: "config.json")))
      try rewriteWeights(of: directory) { tensors in
        for index in tensors.indices where tensors[index].name == "text_projection.weight" {
          tensors[index] = TensorToWrite("text_projection.weight", shape: [0, 24], .floats([]))
        }
      }
      let error = #expect(throws: EncoderError.self) { try loadTower(directory) }
      #expect(error?.reason == "expected [dimension, 24], found shape [0, 24]")
    }
  }

  @Test func aTensorOfTheWrongTypeOrShapeOrNoneIsNamed() throws {
    let name = "encoder.layer.1.output.dense.weight"
    for (change, found) in [
      ({ _ in nil }, "found no such tensor"),
      (
        { TensorToWrite($0.name, shape: [24, 40], .int32s([Int32](repeating: 0, count: 960))) },
        "found I32"
      ),
      ({ TensorToWrite($0.name, shape: [40, 24], $0.contents) }, "found shape [40, 24]"),
    ] as [((TensorToWrite) -> TensorToWrite?, String)] {
      try withFolder { folder in
        let directory = try EncoderFixture(name: "bert_f32").copy(to: folder)
        try rewriteWeights(of: directory) { tensors in
          tensors = tensors.compactMap { $0.name == name ? change($0) : $0 }
        }
        let error = #expect(throws: EncoderError.self) { try loadTower(directory) }
        #expect(error?.place == .tensor(name))
        #expect(error?.reason == "expected F32, F16, BF16 or F64 of shape [24, 40], \(found)")
      }
    }
  }

  @Test func weightsThatAreNotFiniteNameTheFirstPromptTheySpoil() throws {
    try withFolder { folder in
      let directory = try EncoderFixture(name: "hf_clip_f32").copy(to: folder)
      try rewriteWeights(of: directory) { tensors in
        for index in tensors.indices
        where tensors[index].name == "text_model.embeddings.token_embedding.weight" {
          guard case .floats(var values) = tensors[index].contents else { return }
          values[7 * 24 + 3] = .nan
          tensors[index].contents = .floats(values)
        }
      }
      let tower = try loadTower(directory)
      #expect(try tower.encode([[198, 6, 199]]).allSatisfy(\.isFinite))
      let error = #expect(throws: EncoderError.self) {
        try tower.encode([[198, 6, 199], [198, 7, 199], [198, 5, 199], [198, 7, 199]])
      }
      #expect(error?.place == .prompt(1))
    }
  }

  @Test func otherPartsOfASentenceEncoderAreRefused() throws {
    try withFolder { folder in
      let directory = try EncoderFixture(name: "bert_prefixed_f16").copy(to: folder)
      let modules = directory.path(of: "modules.json")
      for (text, message) in [
        (
          #"[{"path":"","type":"x.Transformer"},{"path":"1_Pooling","type":"x.Pooling"},"#
            + #"{"path":"2_Dense","type":"x.Dense"}]"#, "found Transformer, Pooling, Dense"
        ),
        (#"[{"path":"","type":"x.Transformer"},{"path":"../..","type":"x.Pooling"}]"#, "beside it"),
        (#"[{"path":"0","type":"x.Transformer"},{"path":"1","type":"x.Pooling"}]"#, "itself"),
        ("{}", "not a JSON array"), ("[1, 2]", "found ?, ?"),
      ] {
        try Data(text.utf8).write(to: URL(fileURLWithPath: modules))
        let error = #expect(throws: EncoderError.self) { try loadTower(directory) }
        #expect(error?.reason.contains(message) == true, "\(String(describing: error))")
      }
      try FileManager.default.removeItem(atPath: modules)
      try FileManager.default.removeItem(atPath: directory.path(of: "1_Pooling"))
      let error = #expect(throws: EncoderError.self) { try loadTower(directory) }
      #expect(error?.reason.contains("expected `1_Pooling/config.json`") == true)
    }
  }

  @Test func theSentenceEncodersLimitHolds() throws {
    #expect(
      try loadTower(EncoderFixture(name: "bert_prefixed_f16").directory).shape.contextLength == 20)
    #expect(try loadTower(EncoderFixture(name: "bert_f32").directory).shape.contextLength == 32)
  }

  /// Damaged configurations give an error or a tower, never a trap.
  @Test(
    arguments: [
      "hf_clip_f32", "bert_prefixed_f16", "open_clip_text_options", "hf_siglip",
      "hf_clip_checkpoint",
      "hf_clip_sharded",
    ])
  func configurationFuzz(_ name: String) throws {
    try withFolder { folder in
      let directory = try EncoderFixture(name: name).copy(to: folder)
      let file =
        name.hasSuffix("sharded")
        ? "model.safetensors.index.json"
        : name.hasPrefix("open_clip") ? "open_clip_config.json" : "config.json"
      let url = URL(fileURLWithPath: directory.path(of: file))
      let original = Array(try Data(contentsOf: url))
      let numbers = ["0", "-1", "1e9", "16777216", "1e400", "0.5", "9223372036854775807", "null"]
      var generator = SeededGenerator(seed: 11)
      var loaded = 0
      let iterations = fuzzIterations(150)
      for _ in 0..<iterations {
        var bytes = original
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
          let at = Int.random(in: 0..<bytes.count, using: &generator)
          switch Int.random(in: 0..<3, using: &generator) {
          case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
          case 1: bytes.remove(at: at)
          default:
            let text = numbers[Int.random(in: 0..<numbers.count, using: &generator)]
            let digits = bytes[at...].prefix { (0x30...0x39).contains($0) || $0 == 0x2E }
            bytes.replaceSubrange(digits.startIndex..<digits.endIndex, with: text.utf8)
          }
        }
        try Data(bytes).write(to: url)
        do throws(EncoderError) {
          _ = try loadTower(directory)
          loaded += 1
        } catch {
          #expect(!error.reason.isEmpty)
        }
      }
      #expect(loaded < iterations)
    }
  }
}

/// Writes a model's weights anew after a change.
private func rewriteWeights(
  of directory: ModelDirectory, _ change: (inout [TensorToWrite]) -> Void
) throws {
  let path = directory.path(of: "model.safetensors")
  let file = try SafetensorsFile(path: path)
  var tensors = try file.tensors.filter { $0.elementType != .int64 }.map {
    TensorToWrite($0.name, shape: $0.shape, .floats(try file.floats(of: $0)))
  }
  change(&tensors)
  try writeSafetensors(to: path, metadata: [:], tensors: tensors)
}
