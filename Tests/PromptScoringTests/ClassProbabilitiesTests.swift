import Foundation
import PromptBank
import PromptScoring
import TensorFiles
import TestSupport
import Testing

/// The void column and the ensemble of two heads against the reference in double precision.
@Suite struct ClassProbabilitiesTests {
  private func random(_ count: Int, seed: UInt64) -> [Float] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
  }

  private func unit(_ vector: [Float]) -> [Float] {
    let length = vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    return vector.map { Float(Double($0) / length) }
  }

  private func largestDifference(_ c: ScoringCase) throws -> Double {
    let reference = ReferenceScores(c).anomaly
    return zip(try c.score().anomaly, reference).map { abs(Double($0) - $1) }.max() ?? .infinity
  }

  @Test(arguments: [false, true], [false, true])
  func voidAndTwoHeadsAreTheReferences(void: Bool, heads: Bool) throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      var c = ScoringCase().filled(seed: seed)
      if void { c.void = unit(random(c.dimension, seed: seed + 100)) }
      if heads {
        c.second = random(c.queries * c.dimension, seed: seed + 200)
        c.fusion = HeadFusion(weights: [0.4, 0.8, 0, 1, 0.4, 0.8, 0.8], secondTemperature: 0.1)
      }
      #expect(try largestDifference(c) <= 1e-5)
    }
  }

  @Test func aVoidColumnCanOnlyRaiseTheAnomaly() throws {
    var c = ScoringCase().filled()
    let without = try c.score().anomaly
    c.void = unit(random(c.dimension, seed: 5))
    for (with, without) in zip(try c.score().anomaly, without) { #expect(with >= without - 1e-6) }
  }

  @Test func headsOfWeightZeroAndOneAreOneHead() throws {
    var c = ScoringCase().filled()
    let first = try c.score().anomaly
    c.second = random(c.queries * c.dimension, seed: 7)
    c.fusion = HeadFusion(
      weights: [Double](repeating: 0, count: 7), secondTemperature: c.temperature)
    for (fused, single) in zip(try c.score().anomaly, first) {
      #expect(abs(fused - single) <= 1e-5)
    }
    c.fusion = HeadFusion(
      weights: [Double](repeating: 1, count: 7), secondTemperature: c.temperature)
    let fused = try c.score().anomaly
    c.embeddings = c.second
    c.fusion = nil
    for (fused, single) in zip(fused, try c.score().anomaly) {
      #expect(abs(fused - single) <= 1e-5)
    }
  }

  @Test func whatDoesNotFitTheColumnsIsRefused() throws {
    var c = ScoringCase().filled()
    c.fusion = HeadFusion(weights: [0.4], secondTemperature: 0.1)
    c.second = c.embeddings
    #expect(throws: ScoringError.self) { try c.score() }
    c.fusion = HeadFusion(weights: [Double](repeating: 2, count: 7), secondTemperature: 0.1)
    #expect(throws: ScoringError.self) { try c.score() }
    c.fusion = HeadFusion(weights: [Double](repeating: 1, count: 7), secondTemperature: 0)
    #expect(throws: ScoringError.self) { try c.score() }
    c.fusion = HeadFusion(weights: [Double](repeating: 1, count: 7), secondTemperature: 1)
    c.second[3] = .nan
    let error = #expect(throws: ScoringError.self) { try c.score() }
    #expect(error?.tensor == "mask_embeddings_out")
    c.second.removeLast()
    #expect(throws: ScoringError.self) { try c.score() }
    c.fusion = nil
    c.void = [1]
    #expect(throws: ScoringError.self) { try c.score() }
  }

  @Test func aBankOfTwoHeadsAndAVoidColumnIsFollowed() throws {
    try withFolder { folder in
      let bank = try writtenBank(in: folder, score: .vl4ad)
      let scorer = try Scorer(bank: bank, secondTemperature: 0.2)
      #expect(scorer.secondTemperature == 0.2)
      let embeddings = FloatTensor(shape: [1, 4], values: [0.5, 0.1, 0, 0])
      let second = FloatTensor(shape: [1, 4], values: [0.2, 0.5, 0.1, 0])
      let logits = FloatTensor(shape: [1, 1, 1], values: [1e4])
      let map = try scorer.score(
        .twoHeads(embeddings: embeddings, secondEmbeddings: second, logits: logits), height: 1,
        width: 1)
      var c = ScoringCase()
      (c.queries, c.dimension, c.idColumns, c.oodColumns) = (1, 4, 2, 1)
      c.rows = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]
      (c.rowColumns, c.void, c.temperature) = ([0, 1, 2], [0, 0, 0, 1], 0.1)
      (c.embeddings, c.second) = (embeddings.values, second.values)
      // The second class is unseen.
      c.fusion = HeadFusion(weights: [0.4, 0.8, 0.8], secondTemperature: 0.2)
      let expected = c.classProbabilities(0)
      #expect(abs(Double(map.anomaly[0]) + expected.max()!) <= 1e-6)
      let error = #expect(throws: ScoringError.self) {
        try scorer.score(.masks(embeddings: embeddings, logits: logits), height: 1, width: 1)
      }
      #expect(error?.tensor == "mask_embeddings_out")
      let path = folder.path + "/outputs.safetensors"
      try writeSafetensors(
        to: path,
        tensors: [
          .init("mask_embeddings", shape: [1, 4], .floats(embeddings.values)),
          .init("mask_embeddings_out", shape: [1, 4], .floats(second.values)),
          .init("mask_logits", shape: [1, 1, 1], .floats([1e4])),
        ])
      #expect(try scorer.score(readTensors(path), height: 1, width: 1) == map)
      let entropy = try Scorer(
        bank: writtenBank(in: folder, score: .entropy), secondTemperature: 0.2)
      let u = try entropy.score(readTensors(path), height: 1, width: 1).anomaly[0]
      #expect(abs(Double(u) - BankScoring.Score.entropy.anomaly(of: expected)) <= 1e-6)
    }
  }

  /// Two classes, an ood entry and a void column along the four axes; the second class is unseen.
  private func writtenBank(in folder: URL, score: BankScoring.Score) throws -> Bank {
    func concept(_ text: String) -> BankContents.Concept {
      .init(text: text, file: 0, line: 1, character: 1, prompts: [text])
    }
    let digest = "sha256:" + String(repeating: "0a", count: 32)
    let contents = BankContents(
      set: SetDescription(name: "axes"),
      space: EmbeddingSpace(
        id: digest, encoderDigest: digest, tokenizerMode: "hf", vocabularyDigest: digest,
        dimension: 4),
      scoring: BankScoring(
        encoderTemperature: 0.1, score: score, void: "nothing",
        heads: .init(alpha: 0.4, beta: 0.8, unseen: [1])),
      files: [.init(name: "axes.prompts", digest: [UInt8](repeating: 1, count: 32))],
      templateLists: [.init(name: "bare", templates: ["{}"])],
      classes: [
        .init(id: 0, name: "road", superclass: nil, templateList: 0, concepts: [concept("road")]),
        .init(id: 1, name: "sky", superclass: nil, templateList: 0, concepts: [concept("sky")]),
      ],
      ood: [.init(name: "tire", near: [], templateList: 0, concepts: [concept("tire")])],
      embeddings: [2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4, 0], voidEmbedding: [0, 0, 0, 5])
    let path = folder.appendingPathComponent("\(score.rawValue).safetensors").path
    try writeBank(contents, to: path, digest: { _ in [UInt8](repeating: 7, count: 32) })
    return try Bank(path: path)
  }
}
