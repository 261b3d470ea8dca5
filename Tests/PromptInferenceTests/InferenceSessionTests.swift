import Foundation
@testable import PromptInference
import TensorFiles
import TestSupport
import Testing

@Suite struct InferenceSessionTests {
  static let models: [(name: String, height: Int, width: Int, outputs: [String])] = [
    ("segmentation", 64, 96, ["mask_logits", "mask_embeddings", "mask_embeddings_clip"]),
    ("tiny", 7, 5, ["mask_embeddings", "mask_logits"]),
    ("dense", 3, 5, ["pixel_embeddings"]),
    ("probabilities", 4, 6, ["mask_probabilities"]),
  ]

  static func path(_ model: String) -> String {
    fixtures.appendingPathComponent("\(model).onnx").path
  }

  /// The input of `test_input` in `make_models.py`.
  static func input(height: Int, width: Int) -> FloatTensor {
    let pixels = formulaPicture(height: height, width: width)
    let values = (0..<3).flatMap { channel in
      stride(from: channel, to: pixels.count, by: 3).map { Float(pixels[$0]) - 128 }
    }
    return FloatTensor(shape: [1, 3, height, width], values: values)
  }

  /// Processors differ in the last bits of float32; `make parity` compares without any difference.
  @Test(arguments: EngineKind.allCases, models.indices)
  func resultsAreThoseOfPython(kind: EngineKind, index: Int) throws {
    let (name, height, width, outputs) = Self.models[index]
    let session = try InferenceSession(
      path: Self.path(name), outputs: outputs, engine: try engine(kind), threads: 1)
    #expect(session.requested.map(\.name) == outputs)
    let results = try session.run(Self.input(height: height, width: width))
    for (output, result) in zip(outputs, results) {
      let reference = try expected("\(name).\(output)")
      #expect(result.shape.reduce(1, *) == reference.count)
      let largest = reference.map(abs).max() ?? 0
      #expect(largestDifference(result.values, reference) <= 1e-5 * max(largest, 1), "\(output)")
    }
  }

  @Test func theEnginesAgree() throws {
    let engines = try EngineKind.allCases.map(engine)
    for (name, height, width, outputs) in Self.models {
      let input = Self.input(height: height, width: width)
      let results = try engines.map {
        try InferenceSession(path: Self.path(name), outputs: outputs, engine: $0).run(input)
      }
      for (left, right) in zip(results[0], results[1]) {
        #expect(left.shape == right.shape)
        let largest = left.values.map(abs).max() ?? 0
        #expect(largestDifference(left.values, right.values) <= 1e-5 * max(largest, 1))
      }
    }
  }

  @Test(arguments: EngineKind.allCases)
  func portsAreDescribed(kind: EngineKind) throws {
    let session = try InferenceSession(
      path: Self.path("tiny"), outputs: ["mask_logits"], engine: try engine(kind))
    #expect(
      session.inputs == [Port(name: "image", elementType: .float32, shape: [1, 3, nil, nil])])
    #expect(session.inputs[0].shapeText == "[1, 3, ?, ?]")
    #expect(session.outputs.count == 2)
    #expect(
      session.requested
        == [Port(name: "mask_logits", elementType: .float32, shape: [1, 4, nil, nil])])
  }

  @Test(arguments: EngineKind.allCases)
  func aMissingOutputIsRefusedWithTheNamesThereAre(kind: EngineKind) throws {
    let engine = try engine(kind)
    do throws(InferenceError) {
      _ = try InferenceSession(path: Self.path("tiny"), outputs: ["masks"], engine: engine)
      Issue.record("an output was invented")
    } catch {
      #expect(error.place == "output `masks`")
      #expect(error.reason.contains("`mask_embeddings`"))
    }
  }

  @Test(arguments: EngineKind.allCases)
  func anInputOfAnotherShapeIsRefusedAndTheSessionStaysUsable(kind: EngineKind) throws {
    let session = try InferenceSession(
      path: Self.path("segmentation"), outputs: ["mask_logits"], engine: try engine(kind))
    let input = Self.input(height: 64, width: 96)
    let first = try session.run(input)
    #expect(throws: InferenceError.self) { try session.run(Self.input(height: 32, width: 96)) }
    #expect(throws: InferenceError.self) {
      try session.run(FloatTensor(shape: [3, 64, 96], values: input.values))
    }
    #expect(throws: InferenceError.self) {
      try session.run(FloatTensor(shape: [1, 3, 0, 96], values: []))
    }
    let again = try session.run(input)
    #expect(again == first)
  }

  @Test(arguments: EngineKind.allCases)
  func oneSessionServesSeveralThreads(kind: EngineKind) async throws {
    let session = try InferenceSession(
      path: Self.path("tiny"), outputs: ["mask_logits"], engine: try engine(kind), threads: 1)
    let sizes = (1...8).map { ($0, 9 - $0) }
    let alone = try sizes.map { try session.run(Self.input(height: $0, width: $1)) }
    try await withThrowingTaskGroup(of: (Int, [FloatTensor]).self) { group in
      for round in 0..<40 {
        let index = round % sizes.count
        group.addTask {
          (index, try session.run(Self.input(height: sizes[index].0, width: sizes[index].1)))
        }
      }
      for try await (index, results) in group { #expect(results == alone[index]) }
    }
  }

  @Test(arguments: EngineKind.allCases)
  func cutModelsAreRefusedFuzz(kind: EngineKind) throws {
    let engine = try engine(kind)
    let model = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.path("tiny"))))
    var chance = SeededGenerator(seed: 77)
    try withFolder { folder in
      let path = folder.appendingPathComponent("model.onnx").path
      // OpenVINO tries every format it knows, and one of their readers fills standard error.
      for _ in 0..<(kind == .openVINO ? 1 : min(fuzzIterations(50), 5_000)) {
        // Cut, not altered: what an engine makes of altered weights is its own affair.
        let length = Int.random(in: 0..<model.count, using: &chance)
        try Data(model[..<length]).write(to: URL(fileURLWithPath: path))
        #expect(throws: InferenceError.self) {
          try InferenceSession(path: path, outputs: ["mask_logits"], engine: engine)
        }
      }
    }
  }
}
