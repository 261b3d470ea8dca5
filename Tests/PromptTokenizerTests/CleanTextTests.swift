import Foundation
import PromptJSON
import PromptTokenizer
import TestSupport
import Testing

@Suite struct CleanTextTests {
  @Test func everyFixtureIsCleanedAsByOpenCLIP() throws {
    for reference in try ReferenceText.all(fixtures.appendingPathComponent("texts.jsonl")) {
      let clean = cleanText(reference.text)
      #expect(scalars(clean) == scalars(reference.record["clean"]?.string), "\(reference.text)")
      let lower = canonicalConcept(reference.text)
      #expect(scalars(lower) == scalars(reference.record["lower"]?.string), "\(reference.text)")
    }
  }

  @Test(arguments: [
    ("Traffic\u{A0}Light ", "traffic light"), ("ΟΔΟΣ", "οδος"), ("İ", "i\u{307}"),
    ("P&EACUTE;REZ", "pérez"), ("&amp;amp;eacute;", "é"), ("don’t", "don't"), ("ｆｕｌｌ", "full"),
  ])
  func conceptsThatOnlyLookDifferentAreEqual(text: String, concept: String) {
    #expect(scalars(canonicalConcept(text)) == scalars(concept))
  }

  @Test func aLessThanSignKeepsFtfyFromReferencesButNotHTMLFromTwoOfThem() {
    #expect(cleanText("<b>&EACUTE;") == "<b>&EACUTE;")
    #expect(cleanText("<b>&amp;eacute;") == "<b>é")
    #expect(cleanText("<b>&amp;amp;eacute;") == "<b>&eacute;")
  }

  @Test func deeplyNestedReferencesAreReplacedInOnePass() {
    let nested = "&" + String(repeating: "amp;", count: 20_000) + "eacute;"
    #expect(cleanText(nested) == "é")
    #expect(cleanText(String(repeating: "&semi", count: 20_000) + ";") == ";")
  }

  @Test func hangulIsComposedWhateverItsParts() {
    #expect(
      scalars(cleanText("\u{AC00}\u{11AB} \u{1100}\u{1161}\u{11AB}")) == [0xAC04, 0x20, 0xAC04])
  }

  @Test func charactersBeyondTheFirstPlaneCombineAsThemselves() {
    #expect(scalars(cleanText("\u{1000D5}\u{301}")) == [0x1000D5, 0x301])
    #expect(scalars(cleanText("\u{F1F2B}\u{345}")) == [0xF1F2B, 0x345])
    #expect(scalars(cleanText("\u{10041}\u{30A}")) == [0x10041, 0x30A])
    #expect(scalars(cleanText("\u{20066}\u{307}\u{301}")) == [0x20066, 0x307, 0x301])
    #expect(
      scalars(cleanText("\u{11099}\u{110BA}\u{1F600}\u{FE0F}e\u{301}")) == [
        0x1109A, 0x1F600, 0xFE0F, 0xE9,
      ])
  }

  @Test func aLongRunOfCombiningCharactersIsOrderedAndComposed() {
    let run = String(repeating: "\u{301}\u{327}", count: 20_000)
    let expected = [0x229, 0x327].map(UInt32.init)
    let codes = scalars(cleanText("e" + run)) ?? []
    #expect(Array(codes.prefix(2)) == expected)
    #expect(codes.count == 40_000)
    #expect(codes.last == 0x301)
  }

  @Test func longAndShortRunsHaveTheSameNormalForm() {
    let marks = (0x300..<0x370).compactMap { Unicode.Scalar(UInt32($0)) }
    var chance = SeededGenerator(seed: 3)
    for _ in 0..<200 {
      var start = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 1...6, using: &chance) {
        start.append(
          ["a", "e", "ω", "\u{AC00}", "\u{1100}", "\u{1161}", "\u{11AB}", "ǭ"]
            .randomElement(using: &chance) ?? "a")
        for _ in 0..<Int.random(in: 0...4, using: &chance) {
          start.append(marks.randomElement(using: &chance) ?? "a")
        }
      }
      let alone = scalars(cleanText(String(start))) ?? []
      let beside = scalars(
        cleanText(String(start) + " x" + String(repeating: "\u{301}", count: 40)))
      #expect(alone == Array((beside ?? []).dropLast(42)))
    }
  }

  private func scalars(_ text: String?) -> [UInt32]? { text?.unicodeScalars.map(\.value) }

  @Test(arguments: [
    ("palm tree", "palm tree"), ("passer-by 2", "passer-by 2"), (" tree", "tree"),
    ("palm  tree", "palm tree"), ("tree ", "tree"), ("", ""), (" ", ""), ("Tree", "tree"),
    ("R&amp;D", "r&d"), ("caf\u{E9}", "caf\u{E9}"),
  ])
  func plainTextsAreEqualToThemselves(text: String, canonical: String) {
    #expect(canonicalConcept(text) == canonical)
  }
}
