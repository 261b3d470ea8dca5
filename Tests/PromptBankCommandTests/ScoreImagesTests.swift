import Foundation
import PromptBank
import PromptJSON
import TensorFiles
import TestSupport
import Testing

/// `promptbank score --model`: a tiny model in the loop.
@Suite struct ScoreImagesTests {
  /// Where the engine of the caller's environment is; the end of the test where there is none.
  private func environment() throws -> [String: String] {
    var passed: [String: String] = [:]
    for name in ["PROMPTBANK_CACHE", "PROMPTBANK_ENGINE", "VIRTUAL_ENV", "HOME", "PATH"] {
      if let value = ProcessInfo.processInfo.environment[name] { passed[name] = value }
    }
    // The runs of these tests have a cache of their own unless told otherwise; engines are in the user's.
    if passed["PROMPTBANK_CACHE"] == nil, let home = passed["HOME"] {
      passed["PROMPTBANK_CACHE"] = home + "/.cache/promptbank"
    }
    let run = try withFolder { try promptbank(["engines"], in: $0, environment: passed) }
    if run.status == 0 { return passed }
    if ["1", "all"].contains(ProcessInfo.processInfo.environment["PROMPTBANK_REQUIRE_ENGINE"]) {
      Issue.record("an engine is required and none was found: \(run.output)")
    }
    try Test.cancel("no inference engine is installed: \(run.output)")
  }

  private let space = "sha256:" + String(repeating: "0a", count: 32)

  /// A bank of two classes and an outlier in sixteen dimensions, a model, and images.
  private func prepare(_ folder: URL, dimension: Int = 16) throws {
    func concept(_ text: String) -> BankContents.Concept {
      .init(text: text, file: 0, line: 1, character: 1, prompts: [text])
    }
    var rows = [Float](repeating: 0, count: 3 * dimension)
    for row in 0..<3 { rows[row * dimension + row] = 1 }
    try writeBank(
      BankContents(
        set: SetDescription(name: "axes"),
        space: EmbeddingSpace(
          id: space, encoderDigest: space, tokenizerMode: "hf", vocabularyDigest: space,
          dimension: dimension),
        scoring: BankScoring(),
        files: [.init(name: "axes.prompts", digest: [UInt8](repeating: 1, count: 32))],
        templateLists: [.init(name: "bare", templates: ["{}"])],
        classes: [
          .init(
            id: 0, name: "road", superclass: nil, templateList: 0, concepts: [concept("road")]),
          .init(id: 1, name: "sky", superclass: nil, templateList: 0, concepts: [concept("sky")]),
        ],
        ood: [.init(name: "tire", near: [], templateList: 0, concepts: [concept("tire")])],
        embeddings: rows),
      to: folder.path + "/bank.safetensors", digest: { _ in [UInt8](repeating: 7, count: 32) })
    let model = folder.appendingPathComponent("model")
    let images = folder.appendingPathComponent("images")
    for made in [model, images] {
      try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
    }
    try FileManager.default.copyItem(
      at: packageRoot.appendingPathComponent(
        "Tests/PromptInferenceTests/Fixtures/segmentation.onnx"),
      to: model.appendingPathComponent("model.onnx"))
    try Data(
      """
      {"version": 1, "space": "\(space)", "temperature": 0.1, "mask_form": "normalised",
       "outputs": {"mask_embeddings": "mask_embeddings", "mask_logits": "mask_logits"},
       "input": {"height": 64, "width": 96, "fit": "letterbox", "colour": "rgb", "range": 255,
                 "mean": [128, 128, 128], "std": [1, 1, 1]}}
      """.utf8
    ).write(to: model.appendingPathComponent("model.json"))
    for (name, jpeg) in [("a", "plain"), ("b", "turned6"), ("c", "progressive")] {
      try FileManager.default.copyItem(
        at: packageRoot.appendingPathComponent("Tests/PromptImagesTests/Fixtures/\(jpeg).jpg"),
        to: images.appendingPathComponent("\(name).jpg"))
    }
  }

  private func score(
    _ folder: URL, _ environment: [String: String], _ words: String...
  ) throws -> Run {
    try promptbank(
      ["score", "--bank", "bank.safetensors", "--model", "model"] + words, in: folder,
      environment: environment)
  }

  @Test func aFolderOfImagesGetsMapsAndPicturesOfTheirSize() throws {
    let environment = try environment()
    try withFolder { folder in
      try prepare(folder)
      let run = try score(
        folder, environment, "images", "--output-directory", "out/deep", "--columns",
        "--threshold", "-0.5")
      #expect(run.status == 0, "\(run.messages)")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out/deep")
      #expect(
        names.sorted()
          == ["a", "b", "c"].flatMap {
            ["\($0).columns.png", "\($0).mask.png", "\($0).npy", "\($0).png"]
          })
      let turned = try readTensors(folder.path + "/out/deep/b.npy").tensors[0].shape
      let upright = try Data(
        contentsOf: packageRoot.appendingPathComponent(
          "Tests/PromptImagesTests/Fixtures/turned6.rgb"))
      #expect(turned.count == 2 && turned.reduce(3, *) == upright.count)
      // The same images one by one, in the other format, give the same numbers.
      for name in ["a", "c"] {
        let single = try score(
          folder, environment, "images/\(name).jpg", "--output-directory", "single", "--format",
          "safetensors")
        #expect(single.status == 0, "\(single.messages)")
        let both = try SafetensorsFile(path: folder.path + "/single/\(name).safetensors")
        let tensor = try #require(both.tensor(named: "anomaly"))
        let anomaly = try both.floats(of: tensor)
        let array = try NPYFile(path: folder.path + "/out/deep/\(name).npy")
        let same = try array.floats()
        #expect(same == anomaly)
        #expect(both.tensor(named: "column") != nil)
        #expect(both.metadata["space"] == space)
      }
    }
  }

  @Test func aBadImageIsReportedAndTheRestGoOn() throws {
    let environment = try environment()
    try withFolder { folder in
      try prepare(folder)
      try Data("no picture".utf8).write(to: folder.appendingPathComponent("images/bad.png"))
      let run = try score(folder, environment, "images", "--output-directory", "out")
      #expect(run.status == 1)
      #expect(run.messages.contains("images/bad.png: is neither a PNG nor a JPEG file"))
      #expect(run.messages.contains("1 of 4 images could not be scored"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out")
      #expect(names.sorted() == ["a", "b", "c"].flatMap { ["\($0).npy", "\($0).png"] })
    }
  }

  @Test func whatDoesNotFitIsRefusedBeforeAnyWork() throws {
    let environment = try environment()
    try withFolder { folder in
      try prepare(folder)
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("more"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: folder.appendingPathComponent("images/a.jpg"),
        to: folder.appendingPathComponent("more/A.jpeg"))
      let clash = try score(folder, environment, "images", "more", "--output-directory", "out")
      #expect(clash.status == 2)
      #expect(clash.messages.contains("would both write out/A.npy"))
      try prepareSecond(folder, dimension: 8)
      let other = try score(folder, environment, "images", "--output-directory", "out")
      #expect(other.status == 3)
      #expect(other.messages.contains("the bank's 8"), "\(other.messages)")
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
    }
  }

  /// A bank of another dimension in place of the first.
  private func prepareSecond(_ folder: URL, dimension: Int) throws {
    try withFolder { second in
      try prepare(second, dimension: dimension)
      try FileManager.default.removeItem(at: folder.appendingPathComponent("bank.safetensors"))
      try FileManager.default.copyItem(
        at: second.appendingPathComponent("bank.safetensors"),
        to: folder.appendingPathComponent("bank.safetensors"))
    }
  }

  @Test func withoutAnEngineThePlacesAndTheCommandAreNamed() throws {
    try withFolder { folder in
      let run = try promptbank(
        ["engines", "--format", "json"], in: folder,
        environment: ["PROMPTBANK_ENGINE": folder.path + "/nothing.so"])
      #expect(run.status == 3)
      let json = try readJSON(Array(run.output.utf8))
      #expect(json["engines"]?.elements?.isEmpty == true)
      #expect(json["tried"]?.elements?.count == 1)
      #expect(json["install"]?.string?.contains("onnxruntime==") == true)
    }
  }

  @Test(arguments: [
    ["--model", "model"], ["--model", "model", "a.png"], ["a.png"],
    ["--model", "model", "a.png", "--outputs", "o", "--output-directory", "d"],
    ["--model", "model", "a.png", "--output-directory", "d", "--size", "3x4"],
    ["--outputs", "o", "--size", "3x4"],
    ["--model", "model", "a.png", "--output-directory", "d", "--range", "0:-1"],
  ])
  func aMixtureOfBothWaysIsWrongUsage(_ words: [String]) throws {
    try withFolder { folder in
      let run = try promptbank(["score", "--bank", "b"] + words, in: folder)
      #expect(run.status == 2)
    }
  }
}
