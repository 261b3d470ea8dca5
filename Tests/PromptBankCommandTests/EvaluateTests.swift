import Foundation
import PromptImages
import PromptJSON
import TensorFiles
import TestSupport
import Testing

/// `promptbank evaluate`: the numbers are `PromptEvaluationTests`'; here it is what the command reads,
/// writes and refuses.
@Suite struct EvaluateTests {
  private let labels: [UInt8] = [0, 0, 1, 0, 1, 255, 1, 0]
  private let scores: [Float] = [-0.9, -0.75, -0.5, -0.5, -0.25, 7, -0.125, -1]

  /// Two images, `a` as npy and `b` as safetensors.
  private func prepare(_ folder: URL) throws {
    for name in ["maps", "labels"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    let picture = Picture(width: 4, height: 2, layout: .grey, bytes: labels)
    for stem in ["a", "b"] {
      try Data(try encodePNG(picture)).write(
        to: folder.appendingPathComponent("labels/\(stem).png"))
    }
    try writeNPY(to: folder.path + "/maps/a.npy", shape: [2, 4], .floats(scores))
    try writeSafetensors(
      to: folder.path + "/maps/b.safetensors",
      tensors: [.init("anomaly", shape: [2, 4], .floats(scores))])
  }

  private let plain = ["evaluate", "--scores", "maps", "--labels", "labels"]

  @Test func theReportHasNamesVariantsAndThresholds() throws {
    try withFolder { folder in
      try prepare(folder)
      let run = try promptbank(plain + ["--format", "json"], in: folder)
      #expect(run.status == 0 && run.messages.isEmpty, "\(run.messages)")
      let report = try readJSON([UInt8](run.output.utf8))
      #expect(report["pooled"]?["AP"]?.double == 2.0 / 3 + 0.75 / 3)
      #expect(report["pooled"]?["FPR95"]?.double == 0.25)
      #expect(report["thresholds"]?["TPR95"]?["score"]?.double == -0.5)
      #expect(report["variants"]?.members?.count == 6)
      #expect(report["per_image"]?.elements?.count == 2)
      #expect(report["pixels"]?["ignored"]?.int == 2)
      // The threshold is what `score --threshold` calls anomalous: at and above.
      #expect(scores.enumerated().count { $1 >= -0.5 && labels[$0] == 1 } == 3)
    }
  }

  @Test func everyFormatAndCurvesAreWritten() throws {
    try withFolder { folder in
      try prepare(folder)
      let table = try promptbank(plain, in: folder)
      #expect(table.output.contains("AP") && table.output.contains("best F1   -0.5"))
      let csv = try promptbank(
        plain + ["--format", "csv", "-o", "out.csv", "--curves", "curves"], in: folder)
      #expect(csv.status == 0 && csv.output.isEmpty, "\(csv.messages)")
      let lines = try String(contentsOf: folder.appendingPathComponent("out.csv"), encoding: .utf8)
        .split(separator: "\n")
      #expect(lines.count == 4 && lines[3].hasPrefix("(pooled),6,8,"))
      for name in ["roc", "precision-recall"] {
        let picture = try String(
          contentsOf: folder.appendingPathComponent("curves/\(name).svg"), encoding: .utf8)
        #expect(picture.hasPrefix("<svg") && picture.contains(" maps</text>"))
      }
    }
  }

  @Test func twoFoldersAreCompared() throws {
    try withFolder { folder in
      try prepare(folder)
      try FileManager.default.copyItem(
        at: folder.appendingPathComponent("maps"), to: folder.appendingPathComponent("better"))
      var better = scores
      better[3] = -0.8
      try writeNPY(to: folder.path + "/better/a.npy", shape: [2, 4], .floats(better))
      let words = ["evaluate", "--labels", "labels", "--compare", "maps", "better"]
      let run = try promptbank(words + ["--format", "json"], in: folder)
      let report = try readJSON([UInt8](run.output.utf8))
      #expect(run.status == 0 && report["kind"]?.string == "comparison", "\(run.messages)")
      #expect(report["differences"]?["AP"]?["value"]?.double ?? 0 > 0)
      #expect(report["per_image"]?.elements?.count == 2)
      let table = try promptbank(words, in: folder)
      #expect(table.output.contains("AP by image: B better on 1, worse on 0"))
    }
  }

  @Test func missingAndExtraPartnersAreReported() throws {
    try withFolder { folder in
      try prepare(folder)
      try FileManager.default.moveItem(
        at: folder.appendingPathComponent("maps/b.safetensors"),
        to: folder.appendingPathComponent("maps/c.safetensors"))
      let run = try promptbank(plain + ["--format", "json"], in: folder)
      #expect(run.status == 1)
      #expect(run.messages.contains("1 label picture has no map and is left out: labels/b.png"))
      #expect(run.messages.contains("1 map has no label picture and is left out: maps/c.safe"))
      let report = try readJSON([UInt8](run.output.utf8))
      #expect(report["labels_without_scores"]?.elements == ["labels/b.png"])
      #expect(report["scores_without_labels"]?.elements == ["maps/c.safetensors"])
    }
  }

  @Test func withoutAnAnomalousPixelItSaysSo() throws {
    try withFolder { folder in
      try prepare(folder)
      let none = Picture(width: 4, height: 2, layout: .grey, bytes: [0, 0, 0, 0, 0, 0, 255, 0])
      for stem in ["a", "b"] {
        try Data(try encodePNG(none)).write(
          to: folder.appendingPathComponent("labels/\(stem).png"))
      }
      let run = try promptbank(plain, in: folder)
      #expect(run.status == 1)
      #expect(
        run.messages.contains(
          "no pixel of 2 images is labelled 1 (anomalous): AP, FPR95 and AUROC are not defined"))
    }
  }

  @Test func aBadFileStopsAndNothingIsWritten() throws {
    try withFolder { folder in
      try prepare(folder)
      try writeNPY(to: folder.path + "/maps/a.npy", shape: [4, 2], .floats(scores))
      let run = try promptbank(plain + ["-o", "out.txt"], in: folder)
      #expect(run.status == 3)
      #expect(run.messages.contains("promptbank: maps/a.npy: is 4x2, and its labels are 2x4"))
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/out.txt"))
    }
  }

  @Test(arguments: [
    (["--labels", "labels"], "give either --scores"),
    (["--labels", "labels", "--compare", "maps"], "--compare needs two folders"),
    (["--labels", "labels", "--scores", "maps", "--compare", "a", "b"], "give either --scores"),
    (["--labels", "labels", "--scores", "maps", "--component-threshold", "nan"], "must be finite"),
    (["--labels", "labels", "--scores", "maps", "--replicates", "-1"], "--replicates"),
    (
      ["--labels", "labels", "--scores", "maps", "--model", "m"], "--model and --images go together"
    ),
    (
      ["--labels", "labels", "--scores", "maps", "--model", "m", "--images", "i"],
      "--model is for the banks of --compare"
    ),
  ])
  func usageIsExplained(_ words: [String], _ reason: String) throws {
    try withFolder { folder in
      let run = try promptbank(["evaluate"] + words, in: folder)
      #expect(run.status == 2 && run.messages.contains(reason), "\(run.messages)")
    }
  }
}
