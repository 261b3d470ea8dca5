import Foundation
import TensorFiles
import TestSupport
import Testing

@testable import PromptSuggestions

let smallWordNet = packageRoot.appendingPathComponent(
  "Tests/PromptSuggestionsTests/Fixtures/wordnet"
).path

@Suite struct WordNetTests {
  let wordNet: WordNet

  init() throws { wordNet = try WordNet(folder: smallWordNet) }

  @Test func sensesComeInTheirOrder() throws {
    let senses = wordNet.senses(of: "Bus").compactMap(wordNet.synset)
    #expect(senses.first?.words.first == "bus")
    #expect(senses.first?.lexicographer == 6)
    #expect(senses.first?.gloss.hasPrefix("a vehicle carrying many passengers") == true)
    #expect(wordNet.senses(of: "house trailer").count == 1)
    #expect(wordNet.senses(of: "bu").isEmpty)
    #expect(wordNet.senses(of: "").isEmpty)
    #expect(wordNet.senses(of: "zzz").isEmpty)
  }

  @Test func everyLemmaOfTheIndexIsFoundAndEverySynsetReachesTheRoot() throws {
    let index = try String(contentsOfFile: smallWordNet + "/index.noun", encoding: .utf8)
    for line in index.split(separator: "\n") where !line.hasPrefix("  ") {
      let lemma = String(line.split(separator: " ")[0]).replacing("_", with: " ")
      let senses = wordNet.senses(of: lemma)
      #expect(!senses.isEmpty, "\(lemma)")
      for sense in senses {
        let words = try #require(wordNet.synset(sense)).words
        #expect(words.contains { $0.lowercased() == lemma }, "\(lemma)")
        let above = wordNet.hypernyms(of: sense, levels: 30).keys
        #expect(above.contains { wordNet.synset($0)?.hypernyms == [] })
      }
    }
  }

  @Test func aSenseIsPinnedWhereTheFirstOneIsNoThing() throws {
    func meaning(_ phrase: String) -> [String]? {
      pinnedSense(of: phrase, in: wordNet).flatMap(wordNet.synset)?.words
    }
    #expect(meaning("caravan") == ["van", "caravan"])
    #expect(meaning("trailer") == ["trailer"])
    #expect(meaning("bicycle")?.contains("bike") == true)
    #expect(meaning("person")?.contains("somebody") == true)
    #expect(meaning("no such thing") == nil)
  }

  @Test func countsAreThoseOfTheSense() throws {
    let senses = wordNet.senses(of: "car")
    #expect(wordNet.count(of: "car", in: senses[0]) == 71)
    #expect(wordNet.count(of: "car", in: senses[0] + 1) == 0)
    #expect(wordNet.count(of: "nothing", in: senses[0]) == 0)
    #expect(wordNet.attested.contains { $0 == ("car", 6) })
  }

  @Test func whatIsMissingIsNamed() throws {
    try withFolder { folder in
      let error = #expect(throws: TensorFileError.self) { try WordNet(folder: folder.path) }
      #expect(error?.path == folder.path + "/index.noun")
    }
  }

  /// Whatever the bytes, a lookup ends and gives what the file holds, or nothing.
  @Test func fuzzedFilesGiveSynsetsOrNothing() throws {
    var random = SeededGenerator(seed: 7)
    let names = ["index.noun", "data.noun", "cntlist.rev"]
    let originals = try names.map {
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: smallWordNet + "/" + $0)))
    }
    for _ in 0..<fuzzIterations(30) {
      try withFolder { folder in
        for (name, original) in zip(names, originals) {
          var bytes = original
          for _ in 0..<Int.random(in: 0...200, using: &random) {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
              in: 0...255, using: &random)
          }
          if Bool.random(using: &random) {
            bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
          }
          try Data(bytes).write(to: folder.appendingPathComponent(name))
        }
        let damaged = try WordNet(folder: folder.path)
        _ = damaged.attested
        for phrase in ["truck", "car", "bus", "trailer", "zebra crossing", ""] {
          for sense in damaged.senses(of: phrase) {
            _ = damaged.count(of: phrase, in: sense)
            #expect(damaged.hypernyms(of: sense, levels: 20).count <= 30_000)
            _ = damaged.hyponyms(of: sense, levels: 3)
          }
          _ = pinnedSense(of: phrase, in: damaged)
        }
      }
    }
  }
}
