import Foundation
import PromptCompiler
import PromptJSON
import TestSupport
import Testing

@Suite struct SchemaTests {
  /// `Tests/Parity/schema.py` holds the schema against the parser.
  @Test func theSchemaOfTheYAMLSpellingIsWhatTheParsersTablesGive() throws {
    let url = packageRoot.appendingPathComponent("grammar/promptbank.schema.json")
    let text = yamlSchema().text(.indented) + "\n"
    if text == (try? String(contentsOf: url, encoding: .utf8)) { return }
    guard ProcessInfo.processInfo.environment["PROMPTBANK_RECORD"] == "1" else {
      Issue.record("grammar/promptbank.schema.json differs: record it by PROMPTBANK_RECORD=1")
      return
    }
    try text.write(to: url, atomically: true, encoding: .utf8)
    Issue.record("recorded grammar/promptbank.schema.json: read it, then run again")
  }

  @Test(arguments: ["findings", "expansion", "inspection", "evaluation", "promptbank"])
  func everySchemaIsDraft07WithADescription(name: String) throws {
    let url = packageRoot.appendingPathComponent("grammar/\(name).schema.json")
    let schema = try readJSON([UInt8](Data(contentsOf: url)))
    #expect(schema["$schema"]?.string == "http://json-schema.org/draft-07/schema#")
    #expect(schema["description"]?.string?.isEmpty == false)
  }
}
