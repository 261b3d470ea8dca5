import Foundation
import TensorFiles
import TestSupport
import Testing

@testable import PromptEvaluation

/// The folders of published sets, as they are laid out.
@Suite struct FindLabelsTests {
  static let layouts: [(folder: String, files: [String], layout: LabelLayout, stems: [String])] = [
    (".", ["b.png", "a.png", ".hidden.png", "notes.txt"], .plain, ["a", "b"]),
    (
      ".", ["0000_04_Maurener_Weg_8_000000_000030_labels.png", "0001_x_labels.png"], .fishyscapes,
      ["0000_04_Maurener_Weg_8_000000_000030", "0001_x"]
    ),
    (
      "labels", ["0000_x_labels.png"], .fishyscapes, ["0000_x"]
    ),
    (
      "frames", ["zebra.labels/labels_semantic.png", "cow.labels/labels_semantic.png", "cow.jpg"],
      .roadAnomaly, ["cow", "zebra"]
    ),
    (
      "labels_masks",
      ["v1_labels_semantic.png", "v1_labels_semantic_color.png", "v0_labels_semantic.png"],
      .segmentMeIfYouCan, ["v0", "v1"]
    ),
  ]

  @Test(arguments: layouts.indices)
  func theLayoutIsToldFromTheNames(_ index: Int) throws {
    let (inside, files, layout, stems) = Self.layouts[index]
    try withFolder { folder in
      for file in files { try touch(folder.appendingPathComponent(inside + "/" + file)) }
      let found = try findLabels(folder.path)
      #expect(found.layout == layout)
      #expect(found.files.map(\.stem) == stems)
      // The inner folder may be named as well.
      #expect(try findLabels(folder.path + "/" + inside).files.map(\.stem) == stems)
    }
  }

  @Test(arguments: [
    "0000_04_Weg_000030", "04_Weg_000030", "04_Weg_000030_leftImg8bit",
    "0000_04_Weg_000030_rgb",
  ])
  func mapsOfFishyscapesAreNamedAfterTheirImagesInSeveralWays(_ stem: String) throws {
    try withFolder { folder in
      try touch(folder.appendingPathComponent("labels/0000_04_Weg_000030_labels.png"))
      try touch(folder.appendingPathComponent("maps/\(stem).npy"))
      let files = try pairFiles(
        scores: folder.path + "/maps", labels: folder.path + "/labels")
      #expect(files.pairs.map(\.stem) == ["0000_04_Weg_000030"])
      #expect(files.labelsAlone.isEmpty && files.mapsAlone.isEmpty)
    }
  }

  @Test func partnersThatAreMissingAreNamed() throws {
    try withFolder { folder in
      for file in [
        "labels/a.png", "labels/b.png", "maps/b.npy", "maps/c.safetensors", "maps/b.png",
      ] { try touch(folder.appendingPathComponent(file)) }
      let files = try pairFiles(
        scores: folder.path + "/maps", labels: folder.path + "/labels")
      #expect(files.pairs.map(\.stem) == ["b"])
      #expect(files.labelsAlone == [folder.path + "/labels/a.png"])
      #expect(files.mapsAlone == [folder.path + "/maps/c.safetensors"])
    }
  }

  static let refused: [(files: [String], reason: String)] = [
    (["maps/a.npy"], "labels: there is no such folder"),
    (["maps/a.npy", "labels/a.txt"], "labels: holds no label picture"),
    (
      ["maps/v.npy", "labels/dataset_X/labels_masks/v_labels_semantic.png", "labels/readme.txt"],
      "of which one is measured at a time: "
    ),
    (["labels/a.png"], "maps: there is no such folder"),
    (["labels/a.png", "maps/a.txt"], "maps: holds no .npy or .safetensors file"),
    (["labels/a.png", "maps/b.npy"], "maps are named after their image: a.npy"),
    (["labels/a.png", "maps/a.npy", "maps/a.safetensors"], "are maps of the same image"),
  ]

  @Test(arguments: refused.indices)
  func whatDoesNotPairIsRefused(_ index: Int) throws {
    let (files, reason) = Self.refused[index]
    try withFolder { folder in
      for file in files { try touch(folder.appendingPathComponent(file)) }
      let error = #expect(throws: EvaluationError.self) {
        try pairFiles(scores: folder.path + "/maps", labels: folder.path + "/labels")
      }
      #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }
  }

  @Test func theAnomalyOfRoadAnomalyIsTwo() throws {
    try withFolder { folder in
      let map = TestMap(height: 2, width: 2, scores: [1, 0, 3, 0], labels: [2, 0, 2, 0])
      let path = folder.appendingPathComponent("frames/cow.labels/labels_semantic.png")
      try touch(path)
      try touch(folder.appendingPathComponent("maps/cow.npy"))
      try writeLabels(map, to: path.path)
      try writeNPY(to: folder.path + "/maps/cow.npy", shape: [2, 2], .floats(map.scores))
      let evaluation = try evaluate(pairFiles(scores: folder.path + "/maps", labels: folder.path))
      #expect(evaluation.pooled.anomalous == 2 && evaluation.pooled.averagePrecision == 1)
    }
  }

  private func touch(_ url: URL) throws {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: url)
  }
}
