import Foundation
@testable import PromptBank
import TensorFiles
import TestSupport
import Testing

@Suite struct BankTests {
  @Test func whatIsWrittenIsReadBack() throws {
    let bank = try written(smallSet())
    #expect(bank.set == smallSet().set)
    #expect(bank.space == toySpace)
    #expect(bank.scoring == smallSet().scoring)
    #expect((bank.dimension, bank.conceptCount, bank.classCount, bank.oodCount) == (3, 7, 3, 2))
    #expect((bank.columnCount, bank.idColumnCount) == (5, 2))
    #expect(
      (0..<5).map(bank.column) == [
        .init(kind: .superclass, name: "flat", owner: 0),
        .init(kind: .class, name: "sky", owner: 1),
        .init(kind: .ood, name: "caravan", owner: 0), .init(kind: .ood, name: "caravan", owner: 0),
        .init(kind: .ood, name: "debris", owner: 1),
      ])
    #expect(
      (0..<7).map(bank.conceptText) == [
        "road", "roads", "pavement", "sky", "caravan", "motorhome 😀", "tire",
      ])
    #expect(bank.withConceptColumns { all($0) } == [0, 0, 0, 1, 2, 3, 4])
    let rows = bank.withEmbeddings { all($0) }
    #expect(rows[..<12] == [1, 0, 0, 0, 1, 0, 0.6, 0.8, 0, 0, 0, 1])
    #expect(
      bank.concept(2)
        == .init(
          text: "pavement", column: 0, owner: .idClass(2),
          origin: .init(file: "templates/two.prompts", line: 6, character: 3),
          prompts: ["prompt 0 of pavement.", "prompt 1 of pavement."]))
    #expect(bank.concept(6).owner == .ood(1))
    #expect(
      bank.idClass(2)
        == .init(id: 9, name: "pavement", superclass: "flat", column: 0, templateList: "two"))
    #expect(bank.idClass(1).superclass == nil)
    #expect(
      bank.oodEntry(0)
        == .init(name: "caravan", near: ["pavement", "road"], columns: 2..<4, templateList: "two"))
    #expect(bank.oodEntry(1).near == [])
    #expect(bank.files.map(\.name) == ["småland.prompts", "templates/two.prompts"])
    #expect(bank.templateLists[0].templates == ["prompt 0 of {}.", "prompt 1 of {}."])
    #expect(bank.tensorDigests.count == 31)
    #expect(bank.digest?.hasPrefix("sha256:") == true)
    try bank.verify(digest: toyDigest)
  }

  @Test func everyScoringChoiceIsReadBack() throws {
    let bank = try written(choosySet())
    #expect(bank.scoring == choosySet().scoring)
    #expect(bank.voidEmbedding == [0, 0.6, 0.8])
    #expect(bank.tensorDigests.count == 32)
    #expect((bank.columnCount, bank.conceptCount) == (5, 7))
    try bank.verify(digest: toyDigest)
    for score in BankScoring.Score.allCases {
      var contents = smallSet()
      contents.scoring.score = score
      contents.scoring.heads = .init(alpha: 0, beta: 1)
      let bank = try written(contents)
      #expect(bank.scoring == contents.scoring)
      #expect(bank.voidEmbedding == nil)
      try bank.verify(digest: toyDigest)
    }
  }

  @Test func choicesOfNothingLeaveNoKey() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("b").path
      try writeBank(smallSet(), to: path, digest: toyDigest)
      let file = try SafetensorsFile(path: path)
      for key in ["score", "void", "alpha", "beta", "unseen"] {
        #expect(file.metadata["promptbank." + key] == nil)
      }
      #expect(file.tensor(named: "void_embedding") == nil)
    }
  }

  @Test func withoutMergingEachClassIsAColumn() throws {
    let bank = try written(smallSet(columns: .class, ood: .grouped))
    #expect((0..<5).map(bank.columnName) == ["road", "sky", "pavement", "caravan", "debris"])
    #expect(bank.withConceptColumns { all($0) } == [0, 0, 1, 2, 3, 3, 4])
    #expect(bank.idClass(2).column == 2)
    #expect(bank.oodEntry(0).columns == 3..<4)
    try bank.verify(digest: toyDigest)
  }

  @Test func aSetWithoutOODEntriesIsABank() throws {
    var contents = smallSet()
    contents.ood = []
    contents.embeddings.removeLast(9)
    let bank = try written(contents)
    #expect((bank.columnCount, bank.idColumnCount, bank.oodCount) == (2, 2, 0))
    try bank.verify(digest: toyDigest)
  }

  @Test func theSameContentsGiveTheSameBytesInAnyFolder() throws {
    let files = try (0..<2).map { _ in
      try withFolder { folder in
        let url = folder.appendingPathComponent("b")
        try writeBank(smallSet(), to: url.path, digest: toyDigest)
        return try Data(contentsOf: url)
      }
    }
    #expect(files[0] == files[1])
  }

  @Test func contentsThatDoNotFitAreRefusedWithAReason() throws {
    func refused(_ reason: String, _ change: (inout BankContents) -> Void) throws {
      var contents = smallSet()
      change(&contents)
      try withFolder { (folder) throws in
        do throws(BankError) {
          try writeBank(contents, to: folder.appendingPathComponent("b").path, digest: toyDigest)
          Issue.record("written: \(reason)")
        } catch {
          #expect(error.reason.contains(reason), "\(error)")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left == [])
      }
    }
    try refused("`sky` is zero") { $0.embeddings[8] = 0 }
    try refused("`roads` is not finite") { $0.embeddings[3] = .nan }
    try refused("`roads` is not finite") { $0.embeddings[3] = -.infinity }
    try refused("not 7 embeddings") { $0.embeddings.removeLast() }
    try refused("dimension is 0") { $0.space.dimension = 0 }
    try refused("not 7 embeddings") { $0.space.dimension = .max }
    try refused("temperature 0.0") { $0.scoring.temperature = 0 }
    try refused("temperature nan") { $0.scoring.encoderTemperature = .nan }
    try refused("not a SHA-256") { $0.space.id = "sha256:0" }
    try refused("no class") { $0.classes = [] }
    try refused("no file") { $0.files = [] }
    try refused("no concept") { $0.classes[1].concepts = [] }
    try refused("not relative") { $0.files[0].name = "/a.prompts" }
    try refused("not 32 bytes") { $0.files[0].digest = [1] }
    try refused("near a class") { $0.ood[0].near = [3] }
    try refused("template list") { $0.ood[0].templateList = -1 }
    try refused("not a place") { $0.classes[0].concepts[0].file = 2 }
    try refused("not a place") { $0.classes[0].concepts[0].line = 0 }
    try refused("1 prompts for 2") { $0.classes[0].concepts[0].prompts.removeLast() }
    try refused("zero byte") { $0.classes[0].concepts[0].prompts[1] = "a\0" }
    try refused("embedding of `void`") { $0.voidEmbedding = [1, 0, 0] }
    try refused("embedding of `void`") { $0.scoring.void = "nothing" }
    for row: [Float] in [[0, 0, 0], [.nan, 0, 1], [.infinity, 0, 0]] {
      try refused("`void` is zero or not finite") {
        $0.scoring.void = "nothing"
        $0.voidEmbedding = row
      }
    }
    for (alpha, beta) in [(-0.1, 0.5), (0.5, 1.1), (.nan, 0.5), (0.5, .infinity)] {
      try refused("within 0 and 1") { $0.scoring.heads = .init(alpha: alpha, beta: beta) }
    }
    for unseen in [[3], [-1], [1, 1], [2, 0]] {
      try refused("ascending") {
        $0.scoring.heads = .init(alpha: 0, beta: 1, unseen: unseen)
      }
    }
    try refused("32 bits") { $0.classes[0].concepts[0].line = 1 << 31 }
  }

  @Test func theSpaceIsTheDigestOfItsParts() {
    #expect(
      toySpace.canonicalText == """
        promptbank space 1
        encoder sha256:\(String(repeating: "0a", count: 32))
        tokenizer open_clip
        vocabulary sha256:\(String(repeating: "b1", count: 32))
        dimension 3

        """)
    #expect(toySpace.id.utf8.count == 71)
  }

  private func written(_ contents: BankContents) throws -> Bank {
    try withFolder { folder in
      let path = folder.appendingPathComponent("b").path
      try writeBank(contents, to: path, digest: toyDigest)
      return try Bank(path: path)
    }
  }
}

/// The numbers of a span.
func all<Number: BitwiseCopyable>(_ numbers: Span<Number>) -> [Number] {
  numbers.indices.map { numbers[$0] }
}
