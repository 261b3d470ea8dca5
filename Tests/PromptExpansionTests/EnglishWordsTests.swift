import Foundation
import TestSupport
import Testing

@testable import PromptExpansion

@Suite struct EnglishWordsTests {
  private func bytes(_ word: String) -> [UInt8] { Array(word.utf8) }

  @Test func wordsAndTheirFormsAreKnown() {
    for word in [
      "aardvark", "giraffe", "giraffes", "boxes", "cities", "fenced", "parking", "colour", "color",
      "ferris", "zebra", "zygote", "kerb", "guardrail", "dishwasher", "manmade", "trackbed",
    ] {
      #expect(EnglishWords.shared.knows(bytes(word)), "\(word)")
    }
    for word in ["girraffe", "pottedplant", "refridgerator", "aaaaa", "zzzzz", "cabine"] {
      #expect(!EnglishWords.shared.knows(bytes(word)), "\(word)")
    }
  }

  @Test(arguments: [
    ("girraffe", "giraffe"), ("girraffes", "giraffes"), ("pedestrain", "pedestrian"),
    ("trafic", "traffic"), ("brige", "bridge"), ("tarctor", "tractor"),
    ("scafolding", "scaffolding"),
    ("refridgerator", "refrigerator"), ("vehicel", "vehicle"), ("motorcicle", "motorcycle"),
  ])
  func oneSlipIsFound(_ slip: String, _ word: String) {
    #expect(EnglishWords.shared.near(bytes(slip)).contains(bytes(word)))
  }

  /// Every word of the table is found, and no slip of it is lost.
  @Test func everyWordIsFoundAndNearItsSlips() {
    var chance = SeededGenerator(seed: 22)
    var words: [[UInt8]] = []
    for block in wordTable {
      var word: [UInt8] = []
      for letter in block.utf8 {
        if letter < UInt8(ascii: "a") {
          if !word.isEmpty { words.append(word) }
          word.removeLast(word.count - Int(letter - UInt8(ascii: "A")))
        } else {
          word.append(letter)
        }
      }
      words.append(word)
    }
    #expect(words.count > 70_000)
    for _ in 0..<fuzzIterations(300) {
      let word = words.randomElement(using: &chance) ?? []
      #expect(EnglishWords.shared.contains(word[...]))
      guard word.count >= 5 else { continue }
      var slip = word
      let place = Int.random(in: 1..<word.count, using: &chance)
      switch Int.random(in: 0..<4, using: &chance) {
      case 0: slip.remove(at: place)
      case 1: slip.insert(UInt8(ascii: "q"), at: place)
      case 2: slip[place] = UInt8(ascii: "q")
      default: if place > 1 { slip.swapAt(place, place - 1) }
      }
      guard slip != word else { continue }
      #expect(
        EnglishWords.shared.near(slip).contains(word),
        "\(String(decoding: slip, as: UTF8.self)) of \(String(decoding: word, as: UTF8.self))")
    }
  }
}
