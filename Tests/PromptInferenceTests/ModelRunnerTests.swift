import Foundation
import PromptInference
import TensorFiles
import TestSupport
import Testing

@Suite struct ModelRunnerTests {
  private func run(
    _ runner: ModelRunner, height: Int, width: Int, dimension: Int? = nil
  ) throws -> ModelTensors {
    try runner.run(
      pixels: formulaPicture(height: height, width: width), width: width, height: height,
      dimension: dimension)
  }

  private let fixedSize = #""height": 64, "width": 96"#
  private let twoHeads = """
    {"mask_embeddings": "mask_embeddings", "mask_logits": "mask_logits",
     "mask_embeddings_out": "mask_embeddings_clip"}
    """

  @Test(arguments: EngineKind.allCases)
  func aModelOfTheRealShapeRunsOnAPicture(kind: EngineKind) throws {
    try withRunner("segmentation", manifest(outputs: twoHeads, size: fixedSize), kind) { runner in
      try runner.check(space: space, dimension: 16)
      let tensors = try run(runner, height: 64, width: 96, dimension: 16)
      guard case .masks(let embeddings, let logits, let second?) = tensors.outputs else {
        Issue.record("no masks: \(tensors)")
        return
      }
      #expect(embeddings.shape == [6, 16])
      #expect(logits.shape == [6, 16, 24])
      #expect(second.shape == [6, 16])
      #expect(
        largestDifference(logits.values, try expected("segmentation.mask_logits")) <= 2e-4)
      #expect(
        largestDifference(embeddings.values, try expected("segmentation.mask_embeddings")) <= 1e-5)
      #expect(
        largestDifference(second.values, try expected("segmentation.mask_embeddings_clip")) <= 1e-5)
      #expect(!tensors.canvas.isPadded)
    }
  }

  @Test(arguments: EngineKind.allCases, [(9, 100), (200, 33), (64, 96), (1, 1)])
  func picturesOfAnyAspectAreTaken(kind: EngineKind, picture: (height: Int, width: Int)) throws {
    for fit in ["stretch", "letterbox"] {
      let size = fixedSize + #", "fit": "\#(fit)""#
      try withRunner("segmentation", manifest(outputs: twoHeads, size: size), kind) { runner in
        let tensors = try run(runner, height: picture.height, width: picture.width)
        #expect(tensors.canvas.pictureHeight == picture.height)
        #expect(tensors.canvas.isPadded == (fit == "letterbox" && picture != (64, 96)))
      }
    }
  }

  @Test(arguments: EngineKind.allCases)
  func oddSizesAreTakenByAModelThatLeavesThemOpen(kind: EngineKind) throws {
    try withRunner("tiny", manifest(), kind) { runner in
      for (height, width) in [(7, 5), (1, 1), (13, 2)] {
        let tensors = try run(runner, height: height, width: width)
        guard case .masks(_, let logits, nil) = tensors.outputs else {
          Issue.record("no masks")
          return
        }
        #expect(logits.shape == [4, height, width])
      }
    }
  }

  @Test func pixelEmbeddingsComeChannelsLastFromBothLayouts() throws {
    func embeddings(_ model: String, _ layout: String) throws -> FloatTensor? {
      let manifest = manifest(
        outputs: #"{"pixel_embeddings": "pixel_embeddings"}"#,
        more: #""pixel_layout": "\#(layout)","#)
      return try withRunner(model, manifest) { runner in
        try runner.check(space: space, dimension: 8)
        let tensors = try run(runner, height: 30, width: 50, dimension: 8)
        if case .dense(let embeddings) = tensors.outputs { return embeddings }
        return nil
      }
    }
    let first = try #require(try embeddings("dense", "chw"))
    #expect(first.shape == [30, 50, 8])
    let second = try #require(try embeddings("dense_last", "hwc"))
    #expect(first == second)
  }

  @Test func probabilitiesBecomeTheirLogits() throws {
    func logits(_ model: String, _ name: String, _ masks: String) throws -> FloatTensor? {
      let outputs = #"{"mask_embeddings": "mask_embeddings", "mask_logits": "\#(name)"}"#
      return try withRunner(model, manifest(outputs: outputs, more: #""masks": "\#(masks)","#)) {
        if case .masks(_, let logits, _) = try run($0, height: 4, width: 6).outputs {
          return logits
        }
        return nil
      }
    }
    let direct = try #require(try logits("tiny", "mask_logits", "logits"))
    let back = try #require(try logits("probabilities", "mask_probabilities", "probabilities"))
    #expect(direct.shape == back.shape)
    #expect(largestDifference(direct.values, back.values) < 1e-4)
    // Logits taken for probabilities are found out.
    #expect(throws: InferenceError.self) { try logits("tiny", "mask_logits", "probabilities") }
  }

  @Test func aBankOfAnotherSpaceOrDimensionIsRefused() throws {
    try withRunner("tiny") { runner in
      try runner.check(space: space, dimension: 8)
      do throws(InferenceError) {
        try runner.check(space: otherSpace, dimension: 8)
        Issue.record("another space was taken")
      } catch {
        #expect(error.reason.contains(otherSpace))
        #expect(error.reason.contains("`accepts`"))
      }
      do throws(InferenceError) {
        try runner.check(space: space, dimension: 640)
        Issue.record("another dimension was taken")
      } catch {
        #expect(error.place == "output `mask_embeddings`")
        #expect(error.reason.contains("8 entries and the bank's 640"))
      }
      #expect(throws: InferenceError.self) { try run(runner, height: 2, width: 2, dimension: 7) }
    }
    try withRunner("tiny", manifest(more: #""accepts": ["\#(otherSpace)"],"#)) { runner in
      try runner.check(space: otherSpace, dimension: 8)
    }
  }

  /// A model that does not fit its manifest: the model, the place, and a part of the reason; where
  /// `size` is given it replaces the manifest's.
  static let wrong: [(model: String, place: String, reason: String, size: String)] = [
    ("two_inputs", "input", "2 inputs, `image`, `prior`", #""multiple": 1"#),
    ("byte_input", "input `image`", "float32", #""multiple": 1"#),
    ("channels_last", "input `image`", "channels last", #""multiple": 1"#),
    ("rank_three", "input `image`", "[3, ?, ?]", #""multiple": 1"#),
    ("tiny", "input `image`", "`pixels`", #""multiple": 1, "name": "pixels""#),
    ("segmentation", "input `image`", "a fixed size", #""multiple": 1"#),
    (
      "segmentation", "input `image`", "[1, 3, 64, 96], and the manifest's is height 96, width 64",
      #""height": 96, "width": 64"#
    ),
    ("half_embeddings", "output `mask_embeddings`", "float16", #""multiple": 1"#),
    ("double_logits", "output `mask_logits`", "float64", #""multiple": 1"#),
    ("flat_logits", "output `mask_logits`", "[N, h, w] is expected", #""multiple": 1"#),
    (
      "five_masks", "output `mask_embeddings`", "4 queries and `mask_logits` has 5",
      #""multiple": 1"#
    ),
    ("not_a_number", "output `mask_embeddings`", "not finite", #""multiple": 1"#),
    ("dense", "output `mask_embeddings`", "it gives `pixel_embeddings`", #""multiple": 1"#),
  ]

  @Test(arguments: EngineKind.allCases, wrong.indices)
  func aModelThatDoesNotFitIsRefusedWithASentence(kind: EngineKind, index: Int) throws {
    let (model, place, reason, size) = Self.wrong[index]
    let problem = try refusal(model, manifest(size: size), kind)
    #expect(problem.place == place)
    #expect(problem.path?.hasSuffix("model.onnx") == true)
    #expect(problem.reason.contains(reason), "\(problem)")
  }

  @Test func outputsThatAreNoTensorsAndFixedBatchesAreRefused() throws {
    // OpenVINO cannot convert these two models at all.
    let sequence = try refusal("sequence", manifest(), .onnxRuntime)
    #expect(sequence.place == "output `mask_logits`")
    #expect(sequence.reason.contains("not a tensor"))
    let batch = try refusal(
      "fixed_batch", manifest(size: #""height": 8, "width": 8"#), .onnxRuntime)
    #expect(batch.place == "input `image`")
    #expect(batch.reason.contains("batches of 2"))
  }

  @Test func whatIsNoModelIsRefused() throws {
    let engine = try engine(.onnxRuntime)
    for (content, reason) in [
      ("", "not an ONNX model"), ("<html>", "not an ONNX model"),
      ("version https://git-lfs.github.com/spec/v1\noid sha256:0", "git lfs pull"),
    ] {
      try withFolder { folder in
        let path = folder.appendingPathComponent("model.onnx")
        try Data(manifest().utf8).write(to: folder.appendingPathComponent("model.json"))
        do throws(InferenceError) {
          _ = try ModelRunner(directory: folder.path, engine: engine)
          Issue.record("a model from nothing")
        } catch {
          #expect(error.reason.contains("a model directory holds"), "\(error)")
        }
        try Data(content.utf8).write(to: path)
        do throws(InferenceError) {
          _ = try ModelRunner(directory: folder.path, engine: engine)
          Issue.record("\(content) is a model")
        } catch {
          #expect(error.path == path.path)
          #expect(error.reason.contains(reason), "\(error)")
        }
      }
    }
  }

  private func refusal(
    _ model: String, _ manifest: String, _ kind: EngineKind
  ) throws -> InferenceError {
    do {
      let tensors = try withRunner(model, manifest, kind) { try run($0, height: 8, width: 8) }
      Issue.record("\(model) was taken: \(tensors.outputs)")
      return InferenceError(path: nil, reason: "")
    } catch let error as InferenceError {
      return error
    }
  }
}
