import PromptSource
import Testing

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("clas", "class"), ("temperatur", "temperature"), ("calss", "class"),
    ("Superclass", "superclass"),
    ("conecpts", "concepts"),
  ])
  func aSlipIsRecognised(written: String, meant: String) {
    #expect(
      nearestName(
        to: written, among: ["edition", "class", "superclass", "temperature", "concepts"]) == meant)
  }

  @Test(arguments: ["", "zebra", "x", String(repeating: "class", count: 1_000)])
  func farNamesGetNoSuggestion(written: String) {
    #expect(nearestName(to: written, among: ["edition", "class", "superclass"]) == nil)
  }
}
