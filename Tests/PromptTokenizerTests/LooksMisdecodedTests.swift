import Foundation
import PromptJSON
import PromptTokenizer
import Testing

@Suite struct LooksMisdecodedTests {
  @Test func whatFtfyRepairsIsRecognised() throws {
    var repaired = 0
    for reference in try ReferenceText.all(fixtures.appendingPathComponent("texts.jsonl"))
    where reference.record["repaired"]?.bool == true {
      repaired += 1
      #expect(looksMisdecoded(reference.text), "\(reference.text)")
    }
    #expect(repaired > 8)
  }

  @Test(arguments: ["cafÃ©", "donâ€™t", "schÃ¶n", "&Atilde;&copy;", "road\ncafÃ©", "Ã la mode"])
  func textOfTheWrongEncodingIsRecognised(text: String) {
    #expect(looksMisdecoded(text))
  }

  @Test(arguments: [
    "", "café", "Ångström", "São Paulo", "£5 – “quoted”…", "Дорога", "道路", "naïve", "&eacute;",
    "5 °C",
  ])
  func usualTextIsNot(text: String) {
    #expect(!looksMisdecoded(text))
  }
}
