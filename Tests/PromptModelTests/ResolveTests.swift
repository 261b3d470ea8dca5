import PromptModel
import PromptSource
import PromptSyntax
import Testing

@Suite struct ResolveTests {
  private let header = "edition 1\nset s \"1\"\nlicense MIT\nsource \"here\"\n"

  @Test func aSetWithoutFaultsHasNoFindings() throws {
    let (set, findings) = resolve(
      header + """
        templates default = two
        templates two { "{}" "a photo of {a}." }
        templates people { "{there} here" }
        superclass flat { class 0 road = road }
        class 3 person = person(people) with people
        ood caravan near road = caravan(s)
        scoring { temperature 1e-2 columns superclass ood grouped }
        """)
    #expect(findings.isEmpty)
    let resolved = try #require(set)
    #expect(resolved.name == "s")
    #expect(resolved.version == "1")
    #expect(resolved.license == "MIT")
    #expect(resolved.classes.map(\.id) == [0, 3])
    #expect(resolved.classes.map(\.superclass) == ["flat", nil])
    // The list keeps its own name when it is reached by another.
    #expect(resolved.classes.map(\.templates.name) == ["two", "people"])
    #expect(resolved.classes[0].templates.templates.count == 2)
    #expect(resolved.ood[0].near == ["road"])
    #expect(resolved.scoring == Scoring(temperature: 0.01, columns: .superclass, ood: .grouped))
  }

  @Test func withoutTemplatesTheConceptStandsAlone() throws {
    let set = try #require(resolve(header + "class 0 road = road\n").0)
    #expect(set.classes[0].templates.templates.map(\.pieces) == [[.concept]])
    #expect(set.scoring == Scoring())
  }

  @Test func defaultCanBeNamedWhereNoFileDeclaresIt() throws {
    let (set, findings) = resolve(header + "class 0 road = road with default\n")
    #expect(findings.isEmpty)
    #expect(set?.classes[0].templates.name == "bare")
  }

  @Test func importsBringListsFromFarAndNoClass() throws {
    let (set, findings) = resolve(files: [
      ("set.prompts", header + "import \"a.prompts\"\ntemplates default = far\nclass 0 x = x\n"),
      ("a.prompts", "edition 1\nimport \"b.prompts\"\ntemplates near { \"{}\" }\n"),
      ("b.prompts", "edition 1\nset b\ntemplates far { \"far {}\" }\nclass 1 y = y\n"),
    ])
    #expect(codes(findings) == ["PB504"])
    #expect(set?.classes.map(\.name) == ["x"])
    #expect(set?.classes[0].templates.name == "far")
    #expect(set?.files.map(\.path) == ["set.prompts", "a.prompts", "b.prompts"])
  }

  @Test func aFileReachedTwiceIsTheSameFile() throws {
    let (set, findings) = resolve(files: [
      (
        "set.prompts",
        header
          + "import \"a.prompts\"\nimport \"b.prompts\"\ntemplates default = base\nclass 0 x = x\n"
      ),
      ("a.prompts", "edition 1\nimport \"base.prompts\"\ntemplates a { \"{}\" }\n"),
      ("b.prompts", "edition 1\nimport \"base.prompts\"\ntemplates b { \"{}\" }\n"),
      ("base.prompts", "edition 1\ntemplates base { \"{}\" }\n"),
    ])
    #expect(findings.isEmpty)
    #expect(
      set?.files.map(\.path) == ["set.prompts", "a.prompts", "base.prompts", "b.prompts"])
  }

  @Test func anImportedFileNeverDependsOnItsImporter() {
    // `mine` is declared by the importer only.
    let (_, findings) = resolve(files: [
      (
        "set.prompts",
        header + "import \"a.prompts\"\ntemplates mine { \"{}\" }\nclass 0 x = x with mine\n"
      ),
      ("a.prompts", "edition 1\ntemplates theirs = mine\n"),
    ])
    #expect(codes(findings) == ["PB407"])
    #expect(findings.first?.place.file.path == "a.prompts")
  }

  @Test func findingsOfImportedFilesAreKept() {
    let (_, findings) = resolve(files: [
      ("set.prompts", header + "import \"a.prompts\"\nclass 0 x = x\n"),
      ("a.prompts", "edition 1\nblah\ntemplates t { \"{}\" }\n"),
    ])
    #expect(findings.map(\.place.file.path) == ["a.prompts"])
  }

  @Test func aLongChainOfImportsIsFollowed() {
    let count = 20_000
    let document = parse(
      SourceFile(
        path: "0", text: header + "import \"1\"\ntemplates default = last\nclass 0 x = x\n")
    ).document
    let (set, findings) = resolve(document) { path, _ in
      let text =
        path == String(count)
        ? "templates last { \"last {}\" }\n" : "import \"\((Int(path) ?? 0) + 1)\"\n"
      return .document(parse(SourceFile(path: path, text: "edition 1\n" + text)).document, [])
    }
    #expect(findings.isEmpty)
    #expect(set?.files.count == count + 1)
    #expect(set?.classes[0].templates.name == "last")
  }

  @Test func aLongChainOfReferencesIsFollowed() {
    let count = 20_000
    let lists = (0..<count).map { "templates t\($0) = t\($0 + 1)\n" }.joined()
    let (set, findings) = resolve(
      header + lists + "templates t\(count) { \"end {}\" }\nclass 0 x = x with t0\n")
    #expect(findings.isEmpty)
    #expect(set?.classes[0].templates.name == "t\(count)")
  }

  @Test func thousandsOfUnknownNamesAreFoundOneByOne() {
    let classes = (0..<3_000).map { "class \($0) name\($0) = c\($0)\n" }.joined()
    let near = (0..<3_000).map { "nome\($0)" }.joined(separator: ", ")
    let (_, findings) = resolve(header + classes + "ood x near \(near) = y\n")
    #expect(findings.count { $0.rule == .unknownNear } == 3_000)
  }

  @Test(arguments: ["nan", "inf", "0x1p3", "1_000", "", "-", "1e", "--1", "١"])
  func aTemperatureIsADecimalNumber(_ text: String) {
    let (set, findings) = resolve(header + "class 0 x = x\nscoring { temperature \"\(text)\" }\n")
    #expect(findings.contains { $0.rule == .unknownScoringValue })
    #expect(set?.scoring.temperature == nil)
  }

  @Test(arguments: ["0", "-0.01", "1e999", "1e-999", "-0"])
  func aTemperatureIsFiniteAndAboveZero(_ text: String) {
    let (set, findings) = resolve(header + "class 0 x = x\nscoring { temperature \(text) }\n")
    #expect(codes(findings) == ["PB604"])
    #expect(set?.scoring.temperature == nil)
  }

  @Test func aFileOfTemplateListsIsNoSet() {
    let (set, findings) = resolve("edition 1\ntemplates t { \"{}\" }\n")
    #expect(set == nil)
    #expect(findings.isEmpty)
  }
}
