import PromptCompiler
import PromptSyntax
import Testing

/// Lists in JSON whose entries say more than a label.
@Suite struct ImportJSONTests {
  private func classes(_ document: Document) -> [String] {
    document.classes.map { declaration in
      let concepts = declaration.concepts.map(\.text.value).joined(separator: "|")
      let superclass = declaration.superclass.map { " of \($0.value)" } ?? ""
      return "\(declaration.id?.value ?? -1) \(concepts)\(superclass)"
    }
  }

  @Test func categoriesOfCOCOGiveIDsAndSuperclasses() {
    let (document, _, findings) = imported(
      """
      {"info": {"year": 2017, "tags": ["a", {"name": "b"}]},
       "categories": [
         {"supercategory": "vehicle", "id": 2, "name": "bicycle"},
         {"supercategory": "vehicle", "id": 3, "name": "car, auto", "isthing": 1},
         {"id": 9, "name": "caf\\u00e9", "color": [1, 2]}],
       "annotations": []}
      """, .json)
    #expect(classes(document) == ["2 bicycle of vehicle", "3 car|auto of vehicle", "9 café"])
    #expect(findings == ["lists/small.txt:4:63 unread-part"])
  }

  @Test func anArrayOfEntriesNeedsNoIDs() {
    let (document, _, _) = imported("[{\"name\": \"road\"}, {\"name\": \"sky\"}]", .json)
    #expect(classes(document) == ["0 road", "1 sky"])
  }

  @Test func idsToLabelsOfHuggingFace() {
    for text in [
      "{\"0\": \"wall\", \"2\": \"building, edifice\"}",
      "{\"architectures\": [\"X\"], \"id2label\": {\"0\": \"wall\", \"2\": \"building, edifice\"}}",
    ] {
      let (document, _, _) = imported(text, .json)
      #expect(classes(document) == ["0 wall", "2 building|edifice"])
    }
  }

  @Test func findingsPointAtTheEntry() {
    let (document, _, findings) = imported(
      """
      [{"id": 0, "name": "road"},
       {"id": 1},
       {"name": "sky"},
       {"id": -1, "name": "void"},
       {"id": 4, "name": 7},
       {"id": 0, "name": "car"}]
      """, .json)
    #expect(classes(document) == ["0 road", "0 car"])
    #expect(
      findings == [
        "lists/small.txt:2:3 empty-concept", "lists/small.txt:3:11 missing-id",
        "lists/small.txt:4:9 bad-number", "lists/small.txt:5:20 empty-concept",
        "lists/small.txt:6:9 duplicate-class-id",
      ])
  }
}
