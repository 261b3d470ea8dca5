import Foundation
import PromptCompiler
import PromptSource
import PromptSyntax
import TestSupport
import Testing

@Suite struct ImportListTests {
  private func concepts(_ document: Document) -> [[String]] {
    document.classes.map { $0.concepts.map(\.text.value) }
  }

  @Test func numberedLinesBecomeClasses() {
    let (document, text, findings) = imported(
      """
      0:invalid_class_id
      1:tree(s),trees, with people
      # a comment

      7:T: shirt,"no" sign,!
      9:set 1
      """, .fcclip)
    #expect(findings == ["lists/small.txt:2:3 parenthesis-in-concept"])
    #expect(document.classes.map(\.id?.value) == [1, 7, 9])
    #expect(document.classes.map(\.name.value) == ["tree(s)", "T: shirt", "set 1"])
    #expect(
      concepts(document) == [
        ["tree(s)", "trees", "with people"], ["T: shirt", "\"no\" sign", "!"], ["set 1"],
      ])
    let bare = document.classes.flatMap(\.concepts).allSatisfy {
      if case .none = $0.plural { $0.number == nil } else { false }
    }
    #expect(bare)
    #expect(text.contains("# 0:invalid_class_id\n"))
    #expect(text.contains("# a comment\n"))
    #expect(document.set?.name.value == "small")
  }

  @Test func findingsPointIntoTheList() {
    let (_, _, findings) = imported("0:stove,oven,stove\n1:dog\n2:animal,Dog\n", .fcclip)
    #expect(
      findings == [
        "lists/small.txt:1:14 repeated-concept", "lists/small.txt:3:10 duplicate-concept",
      ])
  }

  /// What other people's lists are known to hold, with the words that are right beside it.
  @Test func misspeltWordsAreFound() {
    let (_, _, findings) = imported(
      """
      0:cabinet,cabinets,wall mounted cabine
      1:painting,picture,wallart
      2:zebra,girraffe,worktop
      3:dining table,diningtable,pouffe,ashbin
      """, .fcclip)
    #expect(
      findings.filter { !$0.hasSuffix("handwritten-plural") } == [
        "lists/small.txt:1:33 misspelt-word", "lists/small.txt:2:20 joined-words",
        "lists/small.txt:3:9 misspelt-word", "lists/small.txt:4:16 joined-words",
      ])
  }

  /// A list in another language is left alone.
  @Test func wordsOfAnotherLanguageAreNotMisspelt() {
    let (_, _, findings) = imported(
      "Strasse\nstrasse, fahrbahn\nbordstein\nleitplanke\nampel\nschild\nbaum, hecke\nfahrrad\nmensch\n",
      .list)
    #expect(findings.filter { $0.hasSuffix("misspelt-word") } == [])
  }

  /// Published label lists: whatever is called misspelt is. The words were looked at one by one.
  @Test func publishedListsHaveNoFalseFinding() throws {
    guard let folder = referenceData else { return }
    let known: Set<String> = [
      "cabine", "girraffe", "sandwiche", "refridgerator", "casette", "glooves",
    ]
    var found = Set<String>()
    for part in ["labels", "classes"] {
      let files = try FileManager.default.contentsOfDirectory(
        at: folder.appendingPathComponent(part), includingPropertiesForKeys: nil)
      for file in files where file.pathExtension == "txt" {
        let text = try String(contentsOf: file, encoding: .utf8)
        let form: ListForm = part == "labels" ? .list : .fcclip
        let (_, diagnostics) = importList(SourceFile(path: file.path, text: text), form: form)
        for item in diagnostics where item.rule.name == "misspelt-word" {
          found.insert(item.place.file.text(item.place.range))
        }
      }
    }
    #expect(found.isSubset(of: known), "\(found)")
    #expect(found.isSuperset(of: ["cabine", "girraffe", "refridgerator"]), "\(found)")
  }

  /// What a rule's page says to stand in a published list is found there.
  @Test func rulesFireOnTheListsThatTheirPagesName() throws {
    guard let folder = referenceData else { return }
    let rules = packageRoot.appendingPathComponent("grammar/rules")
    var count = 0
    for page in try FileManager.default.contentsOfDirectory(
      at: rules, includingPropertiesForKeys: nil)
    {
      let text = try String(contentsOf: page, encoding: .utf8)
      guard let name = text.firstMatch(of: #/- seen: published ([\w.-]+)/#)?.output.1 else {
        continue
      }
      let classes = folder.appendingPathComponent("classes/" + name)
      let isClasses = FileManager.default.fileExists(atPath: classes.path)
      let file = isClasses ? classes : folder.appendingPathComponent("labels/" + name)
      let form: ListForm = name.hasSuffix(".json") ? .json : isClasses ? .fcclip : .list
      let (_, found) = importList(try readSource(file.path), form: form)
      let code = page.lastPathComponent.prefix(5)
      #expect(found.contains { $0.rule.code == code }, "\(code) in \(name)")
      count += 1
    }
    #expect(count >= 15)
  }

  @Test func linesThatAreNoClassesAreFound() {
    let (document, _, findings) = imported("road\nx:sky\n01:sea\n2:a,,b\n3:car\n", .fcclip)
    #expect(
      findings == [
        "lists/small.txt:1:1 missing-id", "lists/small.txt:2:1 bad-number",
        "lists/small.txt:3:1 bad-number", "lists/small.txt:4:5 empty-concept",
      ])
    #expect(concepts(document) == [["a", "b"], ["car"]])
  }

  @Test func labelsAreCountedFromZero() {
    let (document, _, findings) = imported(
      "\u{FEFF}# source: somewhere\r\nroad\r\nbuilding, edifice\r\n1,000 things\r\n", .list)
    #expect(findings == [])
    #expect(document.classes.map(\.id?.value) == [0, 1, 2])
    #expect(concepts(document) == [["road"], ["building", "edifice"], ["1,000 things"]])
  }

  @Test func stringsOfJSONAreKeptToTheLetter() {
    let (document, _, findings) = imported(
      "[\"bed \", \"building, edifice\",\n \"caf\\u00e9\", \"a \\\"b\\\", a \\\"b\\\"\"]", .json)
    #expect(
      findings == [
        "lists/small.txt:1:3 padded-text", "lists/small.txt:2:15 repeated-concept",
        "lists/small.txt:2:15 article-in-concept",
      ])
    #expect(
      concepts(document) == [
        ["bed "], ["building", "edifice"], ["café"], ["a \"b\"", "a \"b\""],
      ])
    #expect(document.classes.first?.name.value == "bed")
  }

  @Test(arguments: [
    "", "[", "{\"a\": 1}", "[1]", "[\"a\"", "\u{0}", "[[\"a\"]]", "{\"0\": 1}", "{\"id2label\": 3}",
  ])
  func whatIsNoListIsFound(text: String) {
    for form in ListForm.allCases {
      let (_, diagnostics) = importList(SourceFile(path: "a", text: text), form: form)
      if form == .json || text.isEmpty || text == "\u{0}" {
        #expect(diagnostics.contains { $0.rule.level == .error })
      }
    }
  }

  @Test func fuzzListsOfAnyBytesNeverCrash() {
    var chance = SeededGenerator(seed: 13)
    let pieces = [
      "{", "}", "\"id\": 1", "\"name\": \"a\"", "\"1\": \"a\"", "\"categories\": [",
      "0:", "1:", "a", ",", ", ", "\n", "\"", "[", "]", ":", "#", "\\", "(s)", "é", "\r",
    ]
    for _ in 0..<fuzzIterations(1_000) {
      let count = Int.random(in: 0..<30, using: &chance)
      let text = (0..<count).map { _ in pieces.randomElement(using: &chance) ?? "" }.joined()
      for form in ListForm.allCases {
        let file = SourceFile(path: "a", text: text)
        let (printed, diagnostics) = importList(file, form: form)
        for item in diagnostics { #expect(item.place.range.end <= file.utf8.count) }
        let read = parseSource(SourceFile(path: "a.prompts", text: printed))
        if !read.document.classes.isEmpty {
          #expect(
            read.diagnostics.filter { $0.rule.level == .error }.map(\.message) == [], "\(printed)")
        }
      }
    }
  }

  /// Published lists: every concept appears, to the letter and in order.
  @Test func publishedListsComeWithoutLoss() throws {
    guard let folder = referenceData?.appendingPathComponent("classes") else { return }
    for name in [
      "ade20k_150_with_prompt_eng.txt", "cityscapes_with_prompt_eng.txt",
      "coco_panoptic_with_prompt_eng.txt", "mapillary_vistas_with_prompt_eng.txt",
    ] {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      let (document, _, _) = imported(text, .fcclip, path: name)
      let expected = text.split(separator: "\n").map { $0.split(separator: ":")[1] }
        .filter { $0 != "invalid_class_id" }
        .map { $0.replacingOccurrences(of: ", ", with: ",").components(separatedBy: ",") }
      #expect(concepts(document) == expected, "\(name)")
    }
    let data = try Data(contentsOf: folder.appendingPathComponent("catseg_ade150.json"))
    let labels = try #require(try JSONSerialization.jsonObject(with: data) as? [String])
    let (document, _, _) = imported(
      String(decoding: data, as: UTF8.self), .json, path: "catseg_ade150.json")
    #expect(concepts(document) == labels.map { $0.components(separatedBy: ", ") })
  }
}
