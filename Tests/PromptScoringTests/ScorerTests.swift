import Foundation
import PromptBank
import PromptScoring
import TensorFiles
import TestSupport
import Testing

@Suite struct ScorerTests {
  @Test func aBankGivesTheColumnsAndTheTemperature() throws {
    try withFolder { folder in
      let bank = try bank(in: folder, set: 0.05, encoder: 0.2)
      let outputs = ModelOutputs.masks(
        embeddings: FloatTensor(shape: [1, 3], values: [10, 5, 0]),
        logits: FloatTensor(shape: [1, 1, 1], values: [1e4]))
      let map = try Scorer(bank: bank).score(outputs, height: 2, width: 3)
      // Cosines with road, sky and the ood entry: 2 / sqrt 5, 1 / sqrt 5, 0.
      let powers = [2, 1, 0].map { exp($0 / 5.0.squareRoot() / 0.05) }
      let expected = powers[0] / powers.reduce(0, +)
      #expect(map.anomaly.count == 6)
      for u in map.anomaly { #expect(abs(Double(u) + expected) <= 1e-6) }
      #expect(bank.columnName(Int(map.column[0])) == "road")
    }
  }

  @Test func theTemperatureIsTheSetsThenTheModelsThenTheEncoders() throws {
    try withFolder { folder in
      let stated = try bank(in: folder, set: 0.05, encoder: 0.2)
      #expect(try Scorer(bank: stated, temperature: 0.1).temperature == 0.05)
      let unstated = try bank(in: folder, set: nil, encoder: 0.2)
      #expect(try Scorer(bank: unstated, temperature: 0.1).temperature == 0.1)
      #expect(try Scorer(bank: unstated).temperature == 0.2)
      let neither = try bank(in: folder, set: nil, encoder: nil)
      #expect(throws: ScoringError.self) { try Scorer(bank: neither) }
    }
  }

  @Test func recordedOutputsAreScoredWhereTheyLie() throws {
    try withFolder { folder in
      let scorer = try Scorer(bank: bank(in: folder, set: 0.05, encoder: nil))
      let embeddings: [Float] = [10, 5, 0, 0, 1, 1]
      let logits: [Float] = (0..<24).map { Float($0) - 12 }
      let path = folder.appendingPathComponent("outputs.safetensors").path
      try writeSafetensors(
        to: path, metadata: ["mask_form": "normalised"],
        tensors: [
          .init("mask_embeddings", shape: [2, 3], .floats(embeddings)),
          .init("mask_logits", shape: [2, 3, 4], .floats(logits)),
        ])
      let tensors = try readTensors(path)
      #expect(try Scorer.maskForm(of: tensors) == .normalised)
      let outputs = ModelOutputs.masks(
        embeddings: FloatTensor(shape: [2, 3], values: embeddings),
        logits: FloatTensor(shape: [2, 3, 4], values: logits))
      let map = try scorer.score(tensors, height: 7, width: 9)
      #expect(try scorer.score(outputs, height: 7, width: 9) == map)
      // The same numbers in half precision are the same numbers.
      try writeSafetensors(
        to: path, metadata: [:],
        tensors: [
          .init("mask_embeddings", shape: [2, 3], .floats(embeddings)),
          .init(
            "mask_logits", shape: [2, 3, 4],
            .bytes(
              logits.flatMap { value in
                let bits = value.bitPattern >> 16
                return [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
              }, .bfloat16)),
        ])
      #expect(try scorer.score(readTensors(path), height: 7, width: 9) == map)
    }
  }

  @Test func theCallersMemoryIsWrittenInPlace() throws {
    try withFolder { folder in
      let scorer = try Scorer(bank: bank(in: folder, set: 0.05, encoder: nil), threads: 1)
      #expect(scorer.threads == 1)
      let embeddings: [Float] = [10, 5, 0, 0, 1, 1]
      let logits: [Float] = (0..<24).map { Float($0) - 12 }
      let map = try scorer.score(
        maskEmbeddings: embeddings.span, shape: [2, 3], maskLogits: logits.span, shape: [2, 3, 4],
        height: 7, width: 9)
      var anomaly = [Float](repeating: 7, count: 63)
      var column = [Int32](repeating: 7, count: 63)
      do {
        var anomaly = anomaly.mutableSpan
        var column = column.mutableSpan
        try scorer.score(
          maskEmbeddings: embeddings.span, shape: [2, 3], maskLogits: logits.span,
          shape: [2, 3, 4], height: 7, width: 9, anomaly: &anomaly, column: &column)
      }
      #expect(anomaly == map.anomaly && column == map.column)

      let pixels: [Float] = [1, 0, 0, 0, 1, 0]
      let dense = try scorer.score(
        pixelEmbeddings: pixels.span, shape: [1, 2, 3], height: 7, width: 9)
      do {
        var anomaly = anomaly.mutableSpan
        var column = column.mutableSpan
        try scorer.score(
          pixelEmbeddings: pixels.span, shape: [1, 2, 3], height: 7, width: 9, anomaly: &anomaly,
          column: &column)
      }
      #expect(anomaly == dense.anomaly && column == dense.column)
      let error = #expect(throws: ScoringError.self) {
        var anomaly = anomaly.mutableSpan
        var column = column.mutableSpan
        try scorer.score(
          pixelEmbeddings: pixels.span, shape: [1, 2, 3], height: 7, width: 8, anomaly: &anomaly,
          column: &column)
      }
      #expect(
        error?.reason == "a map of 7x8 has 56 pixels, and its buffers have 63 and 63 elements")
      #expect(anomaly == dense.anomaly && column == dense.column)
    }
  }

  @Test func recordedPixelsAreScored() throws {
    try withFolder { folder in
      let scorer = try Scorer(bank: bank(in: folder, set: 0.05, encoder: nil))
      let path = folder.appendingPathComponent("outputs.safetensors").path
      let values: [Float] = [1, 0, 0, 0, 1, 0]
      try writeSafetensors(
        to: path, metadata: [:],
        tensors: [.init("pixel_embeddings", shape: [1, 2, 3], .floats(values))])
      let tensors = try readTensors(path)
      let map = try scorer.score(tensors, height: 1, width: 2)
      #expect(map.column == [0, 1])
      #expect(
        try scorer.score(
          .dense(pixelEmbeddings: FloatTensor(shape: [1, 2, 3], values: values)), height: 1,
          width: 2) == map)
      #expect(try Scorer.maskForm(of: tensors) == nil)
    }
  }

  @Test func outputsOfAnotherKindAreNamed() throws {
    try withFolder { folder in
      let scorer = try Scorer(bank: bank(in: folder, set: 0.05, encoder: nil))
      let path = folder.appendingPathComponent("outputs.safetensors").path
      try writeSafetensors(
        to: path, metadata: ["mask_form": "gaussian"],
        tensors: [.init("mask_logits", shape: [1], .floats([0]))])
      let error = #expect(throws: ScoringError.self) {
        try scorer.score(readTensors(path), height: 1, width: 1)
      }
      #expect(error?.reason.hasSuffix("`pixel_embeddings`, but `mask_logits`") == true)
      #expect(throws: ScoringError.self) { try Scorer.maskForm(of: readTensors(path)) }
      try writeSafetensors(
        to: path, metadata: [:],
        tensors: [
          .init("mask_embeddings", shape: [1, 3], .floats([1, 0, 0])),
          .init("mask_logits", shape: [1, 1, 1], .int32s([0])),
        ])
      #expect(throws: TensorFileError.self) {
        try scorer.score(readTensors(path), height: 1, width: 1)
      }
    }
  }

  @Test(arguments: BankScoring.Score.allCases)
  func theScoreOfTheBankIsComputed(score: BankScoring.Score) throws {
    try withFolder { folder in
      let scorer = try Scorer(bank: bank(in: folder, set: 0.5, encoder: nil) { $0.score = score })
      let map = try scorer.score(
        .masks(
          embeddings: FloatTensor(shape: [1, 3], values: [1, 0, 0]),
          logits: FloatTensor(shape: [1, 1, 1], values: [1e4])), height: 1, width: 1)
      // cosines 1, 0, 0, divided by 0.5.
      let sum = exp(2.0) + 2
      let expected = score.anomaly(of: [exp(2.0) / sum, 1 / sum])
      #expect(abs(Double(map.anomaly[0]) - expected) <= 1e-6)
      #expect(map.column == [0])
    }
  }

  /// Two classes and an ood entry along the three axes.
  private func bank(
    in folder: URL, set: Double?, encoder: Double?, _ choose: (inout BankScoring) -> Void = { _ in }
  ) throws -> Bank {
    func concept(_ text: String) -> BankContents.Concept {
      .init(text: text, file: 0, line: 1, character: 1, prompts: [text])
    }
    let digest = "sha256:" + String(repeating: "0a", count: 32)
    var scoring = BankScoring(temperature: set, encoderTemperature: encoder)
    choose(&scoring)
    let contents = BankContents(
      set: SetDescription(name: "axes"),
      space: EmbeddingSpace(
        id: digest, encoderDigest: digest, tokenizerMode: "hf", vocabularyDigest: digest,
        dimension: 3),
      scoring: scoring,
      files: [.init(name: "axes.prompts", digest: [UInt8](repeating: 1, count: 32))],
      templateLists: [.init(name: "bare", templates: ["{}"])],
      classes: [
        .init(id: 0, name: "road", superclass: nil, templateList: 0, concepts: [concept("road")]),
        .init(id: 1, name: "sky", superclass: nil, templateList: 0, concepts: [concept("sky")]),
      ],
      ood: [.init(name: "tire", near: [], templateList: 0, concepts: [concept("tire")])],
      embeddings: [2, 0, 0, 0, 3, 0, 0, 0, 4],
      voidEmbedding: scoring.void == nil ? [] : [1, 1, 1])
    let path = folder.appendingPathComponent("bank.safetensors").path
    try writeBank(contents, to: path, digest: { _ in [UInt8](repeating: 7, count: 32) })
    return try Bank(path: path)
  }
}
