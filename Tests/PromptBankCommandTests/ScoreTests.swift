import Foundation
import PromptJSON
import TensorFiles
import TestSupport
import Testing

/// `promptbank score` on recorded outputs: the arithmetic is `PromptScoringTests`'; here it is what the
/// command reads, writes and refuses.
@Suite struct ScoreTests {
  /// Compiles a bank, encodes three phrases as mask embeddings, and gives each a third of the picture.
  private func prepare(_ folder: URL) throws {
    try linkEncoders(into: folder)
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    try write(
      """
      edition 1
      set yard "1"
      class 0 road = road(s)
      class 1 truck = truck(s)
      ood caravan near truck = caravan(s)
      scoring { temperature 0.01 }
      """, "yard.prompts")
    try write("road\ntruck\ncaravan\n", "phrases.txt")
    for words in [
      ["compile", "yard.prompts", "--encoder", "clip", "-o", "bank.safetensors"],
      ["encode", "phrases.txt", "--encoder", "clip", "-o", "phrases.safetensors"],
    ] {
      let run = try promptbank(words, in: folder)
      #expect(run.status == 0, "\(run.messages)")
    }
    let phrases = try SafetensorsFile(path: folder.path + "/phrases.safetensors")
    let tensor = try #require(phrases.tensor(named: "embeddings"))
    let embeddings = try phrases.floats(of: tensor)
    var logits: [Float] = []
    for mask in 0..<3 {
      for _ in 0..<4 { for x in 0..<6 { logits.append(x / 2 == mask ? 20 : -20) } }
    }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("arrays"), withIntermediateDirectories: true)
    try writeNPY(
      to: folder.path + "/arrays/mask_embeddings.npy", shape: tensor.shape, .floats(embeddings))
    try writeNPY(
      to: folder.path + "/arrays/mask_logits.npy", shape: [3, 4, 6], .floats(logits))
    try writeSafetensors(
      to: folder.path + "/outputs.safetensors", metadata: phrases.metadata,
      tensors: [
        .init("mask_embeddings", shape: tensor.shape, .floats(embeddings)),
        .init("mask_logits", shape: [3, 4, 6], .floats(logits)),
      ])
  }

  private func score(_ folder: URL, _ words: String...) throws -> Run {
    try promptbank(["score", "--bank", "bank.safetensors"] + words, in: folder)
  }

  @Test func theOutlierStandsOutInMapMaskAndPictures() throws {
    try withFolder { folder in
      try prepare(folder)
      let run = try score(
        folder, "--outputs", "outputs.safetensors", "--size", "8x12", "--output", "u.safetensors",
        "--threshold", "-0.5", "--heat-map", "heat.png", "--verify")
      #expect(run.status == 0, "\(run.messages)")
      let map = try SafetensorsFile(path: folder.path + "/u.safetensors")
      let tensor = try #require(map.tensor(named: "anomaly"))
      #expect(tensor.shape == [8, 12])
      let anomaly = try map.floats(of: tensor)
      #expect(anomaly[1] < -0.9)  // the road
      #expect(anomaly[5] < -0.9)  // the truck
      #expect(anomaly[10] > -0.5)  // the caravan
      let columns = try map.int32s(of: try #require(map.tensor(named: "column")))
      #expect(columns[1] == 0 && columns[5] == 1)
      let mask = map.bytes(of: try #require(map.tensor(named: "mask")))
      #expect(mask == anomaly.map { $0 >= -0.5 ? 255 : 0 })
      for picture in ["heat.png", "u.mask.png"] {
        let bytes = try Data(contentsOf: folder.appendingPathComponent(picture))
        #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      }
    }
  }

  @Test func arraysOfNumpyGiveTheSameMap() throws {
    try withFolder { folder in
      try prepare(folder)
      let outputs = [
        ["outputs.safetensors"], ["arrays"],
        ["arrays/mask_embeddings.npy", "arrays/mask_logits.npy"],
      ]
      var maps = Set<Data>()
      for files in outputs {
        let run = try promptbank(
          ["score", "--bank", "bank.safetensors", "--outputs"] + files
            + ["--size", "5x7", "-o", "u.npy"], in: folder)
        #expect(run.status == 0, "\(run.messages)")
        maps.insert(try Data(contentsOf: folder.appendingPathComponent("u.npy")))
      }
      #expect(maps.count == 1)
    }
  }

  @Test func outputsOfAnotherSpaceAreRefused() throws {
    try withFolder { folder in
      try prepare(folder)
      let words = ["compile", "yard.prompts", "--encoder", "bert", "-o", "bank.safetensors"]
      #expect(try promptbank(words, in: folder).status == 0)
      let run = try score(
        folder, "--outputs", "outputs.safetensors", "--size", "8x12", "--output", "u.safetensors")
      #expect(run.status == 3)
      #expect(run.messages.contains("different spaces"))
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/u.safetensors"))
    }
  }

  @Test(arguments: ["0x5", "5", "5x", "axb", "5x5x5", "-1x5", "99999999999999999999x1"])
  func sizesThatAreNoneAreWrongUsage(_ size: String) throws {
    try withFolder { folder in
      let run = try score(folder, "--outputs", "o", "--size", size, "--output", "u.safetensors")
      #expect(run.status == 2)
    }
  }
}
