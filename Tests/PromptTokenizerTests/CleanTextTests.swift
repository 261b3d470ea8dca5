import Foundation
import PromptJSON
import PromptTokenizer
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

  @Test func theLastPlaneNeverCombines() {
    #expect(scalars(cleanText("\u{1000D5}\u{301}")) == [0x1000D5, 0x301])
  }

  private func scalars(_ text: String?) -> [UInt32]? { text?.unicodeScalars.map(\.value) }
}
