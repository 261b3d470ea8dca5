import Foundation
import PromptJSON
import TestSupport
import Testing

/// `promptbank test --format json`, by its numbers: their last digits differ between processors.
@Suite struct ExpectationReportTests {
  @Test func theJSONSaysWhatHeldByHowMuchAndWhatCameNext() throws {
    try withFolder { folder in
      try linkEncoders(into: folder)
      let text = """
        edition 1
        set yard "1"
        license MIT
        source here
        class 0 road = road(s)
        class 1 truck = truck(s)
        ood caravan near truck = caravan(s)
        expect "road" is road
        expect "caravan" is truck
        expect similarity(truck, caravan) < 1.0
        """
      try Data(text.utf8).write(to: folder.appendingPathComponent("yard.prompts"))
      let words = ["test", "--encoder", "clip", "--format", "json", "yard.prompts"]
      let run = try promptbank(words, in: folder)
      #expect(run.status == 1, "\(run.messages)")
      let report = try readJSON(Array(run.output.utf8))
      #expect(report["version"]?.int == 1)
      #expect(report["summary"]?["passed"]?.int == 2)
      #expect(report["summary"]?["failed"]?.int == 1)
      let items = try #require(report["expectations"]?.elements)
      try #require(items.count == 3)
      #expect(items.map { $0["passed"] } == [.bool(true), .bool(false), .bool(true)])
      #expect(items.map { $0["place"]?["line"]?.int } == [8, 9, 10])
      #expect(items[0]["text"]?.string == "expect \"road\" is road")
      #expect(abs(try number(items[0]["cosine"]) - 1) < 1e-6)
      #expect(try number(items[0]["margin"]) > 0)
      #expect(items[0]["rival"]?["kind"]?.string == "class")
      // The text is the ood entry's own concept.
      #expect(items[1]["rival"]?["kind"]?.string == "ood")
      #expect(items[1]["rival"]?["name"]?.string == "caravan")
      let lost = try number(items[1]["cosine"]) - number(items[1]["rival"]?["cosine"])
      #expect(abs(try number(items[1]["margin"]) - lost) < 1e-9 && lost < 0)
      #expect(items[2]["rival"] == .null)
      let margin = try number(items[2]["margin"])
      #expect(abs(1 - (try number(items[2]["cosine"])) - margin) < 1e-9)
    }
  }

  private func number(_ value: JSONValue?) throws -> Double { try #require(value?.double) }
}
