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
      #expect(names.sorted() == ["bank.safetensors", "bert", "clip", "lists", "yard.prompts"])
    }
  }
}
