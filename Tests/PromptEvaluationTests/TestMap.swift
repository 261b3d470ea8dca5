import Foundation
import PromptImages
import TensorFiles

@testable import PromptEvaluation

/// A map and its labels, made by a test.
struct TestMap {
  var height: Int
  var width: Int
  var scores: [Float]
  var labels: [UInt8]
}

/// Writes maps as `scores/N.npy` and `labels/N.png`, and pairs them.
func write(_ maps: [TestMap], to folder: URL) throws -> FilePairs {
  for name in ["scores", "labels"] {
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
  }
  for (index, map) in maps.enumerated() {
    try writeNPY(
      to: "\(folder.path)/scores/\(index).npy", shape: [map.height, map.width],
      .floats(map.scores))
    try writeLabels(map, to: "\(folder.path)/labels/\(index).png")
  }
  return try pairFiles(scores: folder.path + "/scores", labels: folder.path + "/labels")
}

/// Writes a map's labels as a grey PNG picture.
func writeLabels(_ map: TestMap, to path: String) throws {
  let picture = Picture(width: map.width, height: map.height, layout: .grey, bytes: map.labels)
  try Data(try encodePNG(picture)).write(to: URL(fileURLWithPath: path))
}
