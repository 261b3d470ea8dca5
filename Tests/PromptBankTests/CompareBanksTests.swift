import Foundation
import TestSupport
import Testing

@testable import PromptBank

@Suite struct CompareBanksTests {
  private func bank(_ contents: BankContents, in folder: URL, _ name: String) throws -> Bank {
    let path = folder.appendingPathComponent(name).path
    try writeBank(contents, to: path, digest: toyDigest)
    return try Bank(path: path)
  }

  @Test func aBankDoesNotDifferFromItself() throws {
    try withFolder { folder in
      let bank = try bank(smallSet(), in: folder, "a")
      let difference = try #require(compareBanks(bank, bank))
      #expect(difference.isNone)
      #expect(difference.shared == 7)
    }
  }

  @Test func theConceptThatChangedMostIsNamedWhereverItStands() throws {
    try withFolder { folder in
      var contents = smallSet(columns: .class)
      contents.precision = "bfloat16"
      contents.arithmetic = "8 heads, gelu"
      contents.embeddings[3 * 3] += 0.5
      contents.embeddings[3 * 6 + 1] += 0.01
      let first = try bank(smallSet(), in: folder, "a")
      let second = try bank(contents, in: folder, "b")
      #expect(first.precision == "float32")
      #expect(second.precision == "bfloat16")
      #expect(first.arithmetic == nil)
      #expect(second.arithmetic == "8 heads, gelu")
      let difference = try #require(compareBanks(first, second))
      #expect(difference.changed == 2)
      #expect(difference.mostChanged == "pavement")
      // Rows are normalised: (3, 4, 0) / 5 against (3.5, 4, 0) / √28.25.
      let length = 28.25.squareRoot()
      #expect(abs(difference.largestAngle - (1 - (10.5 + 16) / (5 * length))) < 1e-6)
      #expect(abs(Double(difference.largestDifference) - (3.5 / length - 0.6)) < 1e-6)
    }
  }

  @Test func conceptsOfOneBankAreNamed() throws {
    try withFolder { folder in
      var contents = smallSet()
      contents.classes[0].concepts[1].text = "street"
      let difference = try #require(
        compareBanks(
          try bank(smallSet(), in: folder, "a"), try bank(contents, in: folder, "b")))
      #expect(difference.onlyInFirst == ["roads"])
      #expect(difference.onlyInSecond == ["street"])
      #expect(difference.shared == 6)
      #expect(!difference.isNone)
    }
  }
}
