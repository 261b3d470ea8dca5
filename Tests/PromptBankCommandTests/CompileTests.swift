import Foundation
import TestSupport
import Testing

@Suite struct CompileTests {
  private static let set = """
    edition 1
    set yard "1.0.0"
    import "lists/street.prompts"
    templates default = street
    class 0 road = road(s), İstanbul street
    class 1 truck = truck(s)
    ood caravan near truck = caravan(s)
    """
  private static let lists = """
    edition 1
    templates street { "a photo of {a}." "{there} in the street." }
    """

  private func bank(in folder: URL, set: String, environment: [String: String] = [:]) throws -> Data
  {
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("lists"), withIntermediateDirectories: true)
    try Data(Self.set.utf8).write(to: folder.appendingPathComponent("yard.prompts"))
    try Data(Self.lists.utf8).write(to: folder.appendingPathComponent("lists/street.prompts"))
    try? linkEncoders(into: folder)
    let run = try promptbank(
      ["compile", set, "--encoder", "clip", "-o", "bank.safetensors"], in: folder,
      environment: environment)
    #expect(run.status == 0, "\(run.messages)")
    return try Data(contentsOf: folder.appendingPathComponent("bank.safetensors"))
  }

  @Test func theSameSetGivesTheSameBytesInEveryRunFolderAndLocale() throws {
    try withFolder { first in
      try withFolder { second in
        let bytes = try bank(in: first, set: "yard.prompts")
        #expect(try bank(in: first, set: "./yard.prompts") == bytes)
        #expect(try bank(in: second, set: second.path + "/yard.prompts") == bytes)
        let turkish = ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"]
        #expect(try bank(in: second, set: "yard.prompts", environment: turkish) == bytes)
      }
    }
  }

  @Test func aBankThatCannotBeWrittenLeavesTheOldOne() throws {
    try withFolder { folder in
      let bytes = try bank(in: folder, set: "yard.prompts")
      try Data("edition 1\nset a\nclass 0 road = road\nclass 1 b = road\n".utf8)
        .write(to: folder.appendingPathComponent("yard.prompts"))
      let run = try promptbank(
        ["compile", "yard.prompts", "--encoder", "clip", "-o", "bank.safetensors"], in: folder)
      #expect(run.status == 1)
      #expect(try Data(contentsOf: folder.appendingPathComponent("bank.safetensors")) == bytes)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(
        names.filter { $0 != ".cache" }.sorted() == [
          "bank.safetensors", "bert", "clip", "lists", "yard.prompts",
        ])
    }
  }

  @Test func theCacheNeverChangesABank() throws {
    try withFolder { folder in
      let bytes = try bank(in: folder, set: "yard.prompts")
      func compile(_ options: [String]) throws -> (Data, String) {
        let run = try promptbank(
          ["compile", "yard.prompts", "--encoder", "clip", "-o", "again.safetensors"] + options,
          in: folder)
        #expect(run.status == 0, "\(run.messages)")
        return (
          try Data(contentsOf: folder.appendingPathComponent("again.safetensors")), run.messages
        )
      }
      let plain = try compile(["--no-cache", "--jobs", "3"])
      #expect(plain.0 == bytes)
      #expect(!plain.1.contains("in the cache"))
      let cached = try compile([])
      #expect(cached.0 == bytes)
      let isStable = try compile(["--verbose"]).1.contains("products: packed")
      #expect(cached.1.contains("14 distinct, 14 of them in the cache") == isStable)

      // A changed concept encodes its own prompts only, and gives what a fresh compile gives.
      let changed = Self.set.replacingOccurrences(of: "truck(s)", with: "lorry")
      try Data(changed.utf8).write(to: folder.appendingPathComponent("yard.prompts"))
      let some = try compile([])
      #expect(some.1.contains("12 distinct, 10 of them in the cache; ") == isStable)
      #expect(try compile(["--no-cache"]).0 == some.0)

      // As does a cache that was damaged all over.
      let kept = folder.appendingPathComponent(".cache/embeddings")
      let files = FileManager.default.enumerator(at: kept, includingPropertiesForKeys: nil)
      while let url = files?.nextObject() as? URL {
        guard url.pathExtension == "rows" else { continue }
        let old = try Data(contentsOf: url)
        try Data(old.map { ~$0 }).write(to: url)
      }
      #expect(try compile([]).0 == some.0)
    }
  }

  @Test func aDryRunSaysWhatItWouldTakeAndWritesNothing() throws {
    try withFolder { folder in
      _ = try bank(in: folder, set: "yard.prompts")
      try FileManager.default.removeItem(at: folder.appendingPathComponent("bank.safetensors"))
      let run = try promptbank(
        [
          "compile", "yard.prompts", "--encoder", "clip", "--dry-run", "--no-cache", "-o",
          "bank.safetensors",
        ], in: folder)
      #expect(run.status == 0, "\(run.messages)")
      #expect(run.output.contains("prompts            14\ndistinct           14\n"))
      #expect(run.output.contains("estimated time     less than 1 s\n"))
      #expect(
        !FileManager.default.fileExists(
          atPath: folder.appendingPathComponent("bank.safetensors").path))
    }
  }

  @Test func bfloat16IsRecordedAndComparedWithFloat32() throws {
    try withFolder { folder in
      let bytes = try bank(in: folder, set: "yard.prompts")
      let run = try promptbank(
        [
          "compile", "yard.prompts", "--encoder", "clip", "--precision", "bfloat16", "-o",
          "rounded.safetensors",
        ], in: folder)
      if run.status == 3 {
        // A processor without the instructions says so.
        #expect(run.messages.contains("no instructions for it"))
        return
      }
      #expect(run.status == 0, "\(run.messages)")
      let rounded = try Data(contentsOf: folder.appendingPathComponent("rounded.safetensors"))
      #expect(rounded != bytes)
      let comparison = try promptbank(
        ["inspect", "bank.safetensors", "--compare", "rounded.safetensors"], in: folder)
      #expect(comparison.status == 0)
      #expect(comparison.output.contains("precision    float32, bfloat16\n"))
      #expect(comparison.output.contains("largest      difference 0.00"))
      #expect(try bank(in: folder, set: "yard.prompts") == bytes)
    }
  }

  @Test func banksOfOneSpaceThatWereComputedDifferentlyAreToldApart() throws {
    try withFolder { folder in
      _ = try bank(in: folder, set: "yard.prompts")
      let other = folder.appendingPathComponent("other")
      let clip = folder.appendingPathComponent("clip").resolvingSymlinksInPath()
      try FileManager.default.copyItem(at: clip, to: other)
      let configuration = other.appendingPathComponent("open_clip_config.json")
      let text = try String(contentsOf: configuration, encoding: .utf8)
      let changed = text.replacing(
        "\"embed_dim\": 16,", with: "\"embed_dim\": 16, \"quick_gelu\": true,")
      #expect(changed != text)
      try Data(changed.utf8).write(to: configuration)
      let run = try promptbank(
        ["compile", "yard.prompts", "--encoder", "other", "-o", "other.safetensors"], in: folder)
      #expect(run.status == 0, "\(run.messages)")
      let comparison = try promptbank(
        ["inspect", "bank.safetensors", "--compare", "other.safetensors"], in: folder)
      #expect(comparison.status == 0)
      let lines = comparison.output.split(separator: "\n")
      #expect(!lines.contains { $0.hasPrefix("the spaces differ") })
      #expect(
        lines.contains { $0.hasPrefix("the encoders have the same weights and compute diff") })
      #expect(
        lines.contains { $0.hasPrefix("first ") && $0.contains(", gelu,") })
      #expect(lines.contains { $0.hasPrefix("second ") && $0.contains(", quickGELU,") })
    }
  }
}
