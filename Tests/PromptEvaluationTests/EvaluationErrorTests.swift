import Foundation
import PromptImages
import TensorFiles
import TestSupport
import Testing

@testable import PromptEvaluation

/// Files that cannot be used: each is named with what is wrong.
@Suite struct EvaluationErrorTests {
  private let good = TestMap(
    height: 2, width: 3, scores: [1, 2, 3, 4, 5, 6], labels: [0, 1, 0, 1, 0, 255])

  private func expectRefused(
    _ reasons: [String], _ damage: (URL) throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try withFolder { folder in
      let files = try write([good, good, good], to: folder)
      try damage(folder)
      let error = #expect(throws: EvaluationError.self, sourceLocation: sourceLocation) {
        try evaluate(files)
      }
      #expect(error?.reasons.count == reasons.count, sourceLocation: sourceLocation)
      for (found, reason) in zip(error?.reasons ?? [], reasons) {
        #expect(found.contains(reason), "\(found)", sourceLocation: sourceLocation)
      }
    }
  }

  @Test(arguments: [2, 7, 128, 254] as [UInt8])
  func otherLabelsAreRefused(_ value: UInt8) throws {
    var map = good
    map.labels[4] = value
    try expectRefused(["labels/1.png: row 1, column 1 is \(value); labels are 0 (normal), 1"]) {
      try writeLabels(map, to: $0.path + "/labels/1.png")
    }
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func scoresThatAreNoNumberAreRefusedWhereTheyCount(_ value: Float) throws {
    var map = good
    map.scores[3] = value
    try expectRefused(["scores/2.npy: row 1, column 0 is \(value)"]) {
      try writeNPY(to: $0.path + "/scores/2.npy", shape: [2, 3], .floats(map.scores))
    }
    var ignored = good
    ignored.scores[5] = value
    let evaluation = try withFolder { try evaluate(write([ignored], to: $0)) }
    #expect(evaluation.pooled.anomalous == 2)
  }

  @Test func everyBadFileIsNamedInOneRun() throws {
    try expectRefused([
      "scores/0.npy: is 3x2, and its labels are 2x3", "labels/1.png: is not a PNG file",
      "scores/2.npy: has shape [6]; a map is [height, width]",
    ]) { folder in
      try writeNPY(to: folder.path + "/scores/0.npy", shape: [3, 2], .floats(good.scores))
      try Data("no picture".utf8).write(to: folder.appendingPathComponent("labels/1.png"))
      try writeNPY(to: folder.path + "/scores/2.npy", shape: [6], .floats(good.scores))
    }
  }

  @Test func arraysThatAreCutAreNamedAsArrays() throws {
    try expectRefused([
      "scores/0.npy: byte 0: not an .npy file", "scores/1.npy: byte 0: not an .npy file",
      "scores/2.npy: byte 128: the shape [2, 3] of F32 takes 24 bytes, 20 follow the header",
    ]) { folder in
      let whole = folder.appendingPathComponent("scores/2.npy")
      try writeNPY(to: whole.path, shape: [2, 3], .floats(good.scores))
      let bytes = try Data(contentsOf: whole)
      try Data().write(to: folder.appendingPathComponent("scores/0.npy"))
      try bytes.prefix(5).write(to: folder.appendingPathComponent("scores/1.npy"))
      try bytes.dropLast(4).write(to: whole)
    }
  }

  @Test func otherKindsOfPicturesAreRefused() throws {
    let colour = Picture(width: 3, height: 2, colour: Colour(1, 1, 1))
    try expectRefused(["labels/0.png: is an 8-bit colour PNG file; 8-bit grey is needed"]) {
      try Data(try encodePNG(colour)).write(to: $0.appendingPathComponent("labels/0.png"))
    }
    // The bit depth and the kind of a file's first chunk, whose checksum is not reached.
    for (depth, kind, name) in [
      (16, 0, "16-bit grey"), (8, 3, "8-bit palette"), (1, 0, "1-bit grey"),
    ] {
      try expectRefused(["\(name) PNG file; 8-bit grey"]) { folder in
        let url = folder.appendingPathComponent("labels/1.png")
        var bytes = [UInt8](try Data(contentsOf: url))
        (bytes[24], bytes[25]) = (UInt8(depth), UInt8(kind))
        try Data(bytes).write(to: url)
      }
    }
  }

  @Test func aPictureCutShortIsRefused() throws {
    try expectRefused(["labels/1.png: is a damaged PNG file"]) { folder in
      let url = folder.appendingPathComponent("labels/1.png")
      try Data(try Data(contentsOf: url).prefix(45)).write(to: url)
    }
  }

  @Test func aTensorOfAnotherNameIsRefused() throws {
    try withFolder { folder in
      var files = try write([good], to: folder)
      files.pairs[0].map = folder.path + "/0.safetensors"
      try writeSafetensors(
        to: files.pairs[0].map, tensors: [.init("u", shape: [2, 3], .floats(good.scores))])
      let error = #expect(throws: EvaluationError.self) { try evaluate(files) }
      #expect(
        error?.description == "\(files.pairs[0].map): has no tensor `anomaly`; it holds `u`")
    }
  }

  @Test func labelPicturesFuzz() throws {
    var random = SeededGenerator(seed: 5)
    try withFolder { folder in
      let files = try write([good], to: folder)
      let url = folder.appendingPathComponent("labels/0.png")
      let whole = [UInt8](try Data(contentsOf: url))
      for _ in 0..<fuzzIterations(300) {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let place = Int.random(in: bytes.indices, using: &random)
          bytes[place] = UInt8.random(in: 0...255, using: &random)
        }
        if Bool.random(using: &random) {
          bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
        }
        try Data(bytes).write(to: url)
        // Either it is read, or the error names it: it never crashes.
        do { _ = try evaluate(files) } catch { #expect("\(error)".contains("labels/0.png")) }
      }
    }
  }
}
