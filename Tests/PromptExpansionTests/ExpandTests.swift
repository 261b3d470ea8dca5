import PromptExpansion
import PromptModel
import PromptSource
import PromptSyntax
import TestSupport
import Testing

@Suite struct ExpandTests {
  @Test func theSpecificationsExampleMeansExactlyItsFiveConcepts() throws {
    #expect(
      try concepts("vegetation!mass, tree(s), palm tree, bushes!pl")
        == ["vegetation", "tree", "trees", "palm tree", "bushes"])
  }

  @Test func aBareConceptIsExactlyItself() throws {
    let texts = ["tree", "people", "Sky", "on rails", "R2-D2", "grass", "道路"]
    #expect(try concepts(texts.joined(separator: ", ")) == texts)
  }

  @Test func aNamedPluralIsTakenAsWritten() throws {
    #expect(
      try concepts("person(people), cactus(cactuses)") == [
        "person", "people", "cactus", "cactuses",
      ])
  }

  @Test func numbersComeFromMarksFirst() throws {
    let (expansion, _) = try expand(
      "edition 1\nset s\nclass 0 x = glass!mass, tree, clouds, fog, cod!pl, water!sg, oak(s)\n")
    let numbers = expansion.classConcepts[0].map(\.number)
    #expect(numbers == [.mass, .singular, .plural, .mass, .plural, .singular, .singular, .plural])
  }

  @Test func statedSingularsGetTheirPlural() throws {
    #expect(try concepts("sand(s)!sg, glasses(s)!sg") == ["sand", "sands", "glasses", "glasseses"])
    #expect(try concepts("mouse(s)!sg") == ["mouse", "mice"])
  }

  @Test func bothConceptsOfAnEntryRememberIt() throws {
    let (expansion, _) = try expand("edition 1\nset s\nclass 0 x = a thing, lorry(s)!sg\n")
    let places = expansion.classConcepts[0].map(\.place)
    #expect(places.map { $0.file.text($0.range) } == ["a thing", "lorry(s)!sg", "lorry(s)!sg"])
  }

  @Test func equalityIgnoresCase() throws {
    let (expansion, findings) = try expand("edition 1\nset s\nclass 0 x = Tree, tree, TREE\n")
    #expect(expansion.classConcepts[0].map(\.text) == ["Tree"])
    #expect(findings.map(\.rule) == [.repeatedConcept])
    #expect(findings[0].message.contains("3 times"))
  }

  @Test func cleaningIsAskedOnceForEachConcept() throws {
    let text = "edition 1\nset s\nclass 0 x = tree(s), road\nood y = car(s)\n"
    let document = parse(SourceFile(path: "s", text: text)).document
    let set = try #require(resolve(document, importing: { _, _ in .notFound(reason: "") }).set)
    var asked: [String] = []
    _ = expand(set) {
      asked.append($0)
      return $0
    }
    #expect(asked == ["tree", "trees", "road", "car", "cars"])
  }

  @Test func manyConceptsInManyClassesGiveOneFindingEach() throws {
    // 2,000 classes share `road`; each also has its own.
    let classes = (0..<2_000).map { "class \($0) c\($0) = road, own\($0)\n" }.joined()
    let (_, findings) = try expand("edition 1\nset s\n" + classes)
    #expect(findings.count == 1)
    #expect(findings[0].rule == .duplicateConcept)
    #expect(findings[0].message.hasPrefix("concept `road` stands in 2000 classes"))
    #expect(findings[0].related.count < 20)
  }

  @Test func anyConceptsExpandFuzz() throws {
    var chance = SeededGenerator(seed: 7)
    let words = [
      "tree", "grass", "people", "bus", "sheep", "on rails", "of", "é", "木", "A", "-", "S",
    ]
    let plurals = ["", "(s)", "(x)", "(tree)"]
    let marks = ["", "!mass", "!pl", "!sg"]
    for _ in 0..<fuzzIterations(300) {
      func entries() -> String {
        (0..<Int.random(in: 1...5, using: &chance)).map { _ in
          let phrase = (0..<Int.random(in: 1...3, using: &chance))
            .map { _ in words.randomElement(using: &chance) ?? "" }.joined(separator: " ")
          return phrase + (plurals.randomElement(using: &chance) ?? "")
            + (marks.randomElement(using: &chance) ?? "")
        }.joined(separator: ", ")
      }
      let (expansion, findings) = try expand(
        "edition 1\nset s\ntemplates default { \"a {}\" \"{there}\" }\nclass 0 x = \(entries())\n"
          + "class 1 y = \(entries())\nood z = \(entries())\n")
      for owner in expansion.owners {
        let keys = expansion.concepts(of: owner).map { cleaned($0.text) }
        #expect(Set(keys).count == keys.count)
      }
      let total = (expansion.classConcepts + expansion.oodConcepts).joined().count
      #expect(expansion.prompts().count == 2 * total)
      for place in findings.flatMap({ [$0.place] + $0.related.map(\.place) }) {
        #expect(place.range.end <= place.file.utf8.count)
      }
    }
  }
}
