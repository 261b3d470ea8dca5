import Foundation
import TestSupport
import Testing

/// Imports read the folders of the named files and the working folder, and more only when asked.
@Suite struct OutsideImportTests {
  @Test(arguments: [
    ["check", "rail.prompts"], ["expand", "rail.prompts"],
    ["test", "--encoder", "../clip", "rail.prompts"],
    ["compile", "--encoder", "../clip", "rail.prompts", "-o", "rail.bank.safetensors"],
  ])
  func aFileOutsideIsReadOnlyWhenAllowed(_ words: [String]) throws {
    try withFolder { folder in
      try linkEncoders(into: folder)
      let inside = folder.appendingPathComponent("inside")
      try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
      let head = "license MIT\nsource here\n"
      try Data("edition 1\nset city \"1\"\n\(head)class 0 road = outermost\n".utf8)
        .write(to: folder.appendingPathComponent("city.prompts"))
      try Data(
        """
        edition 1
        set rail "1"
        \(head)extends "../city.prompts"
        class 1 rail = rail(s)
        expect similarity(road, rail) > -0.999

        """.utf8
      ).write(to: inside.appendingPathComponent("rail.prompts"))

      let refused = try promptbank(words, in: inside)
      #expect(refused.status == 1)
      let said = refused.output + refused.messages
      #expect(said.contains("PB511"), "\(said)")
      #expect(said.contains("lies outside the folders that are read"), "\(said)")
      #expect(!said.contains("outermost"), "\(said)")

      let allowed = try promptbank(words + ["--allow-outside"], in: inside)
      #expect(allowed.status == 0, "\(allowed.messages)")
    }
  }
}
