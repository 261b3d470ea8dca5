import PromptModel
import PromptSource
import PromptSyntax
import Testing

@Suite struct ExtendsTests {
  private let header = "edition 1\nset s \"1.4\"\nlicense MIT\nsource here\n"

  private func concepts(_ set: PromptSet?) -> [[String]]? {
    set?.classes.map { $0.concepts.map(\.declaration.text.value) }
  }

  @Test func changesAreMadeInTheirOrderWhereverTheyStand() throws {
    let (set, findings) = resolve(files: [
      (
        "set.prompts",
        header + """
          ood van near car = van(s)
          class 9 bus = bus(s)
          class car += taxi(s), sedan
          class car -= Sedan
          class 2 sky = heaven
          remove class sky
          ood debris -= tire
          scoring { temperature 0.02 }
          extends "base.prompts"
          """
      ),
      (
        "base.prompts",
        header + """
          class 1 car = car(s), sedan(s), coupe
          class 2 sky = sky
          ood debris = tire(s), box
          ood none near car = none
          scoring { temperature 0.01 ood grouped }
          """
      ),
    ])
    #expect(codes(findings) == [])
    #expect(set?.classes.map(\.name) == ["car", "bus", "sky"])
    #expect(concepts(set) == [["car", "coupe", "taxi", "sedan"], ["bus"], ["heaven"]])
    #expect(set?.ood.map(\.name) == ["debris", "none", "van"])
    #expect(set?.ood[0].concepts.map(\.declaration.text.value) == ["box"])
    #expect(set?.scoring == Scoring(temperature: 0.02, ood: .grouped))
    #expect(set?.scoringOrigins.map(\.place.file.path) == ["base.prompts", "set.prompts"])
    let files = set?.classes[0].concepts.map(\.file.path)
    #expect(files == ["base.prompts", "base.prompts", "set.prompts", "set.prompts"])
  }

  @Test func aChainIsInheritedWholeAndEveryPlaceKnowsItsWay() throws {
    let (set, findings) = resolve(files: [
      ("a", header + "extends \"b\" version \"^1.2\"\nclass x += a\n"),
      ("b", header + "extends \"c\"\nclass x += b\nclass y -= c\n"),
      ("c", header + "templates default { \"c {}\" }\nclass 0 x = c\nclass 1 y = c, d\n"),
    ])
    #expect(codes(findings) == [])
    #expect(concepts(set) == [["c", "b", "a"], ["d"]])
    #expect(set?.classes[0].templates.name == "default")
    let resolved = try #require(set)
    let chain = resolved.chain(to: resolved.classes[0].place)
    #expect(chain.map(\.place.file.path) == ["a", "b"])
    #expect(chain.map(\.isExtends) == [true, true])
    #expect(resolved.chain(to: SourcePlace(resolved.files[0], TextRange(0, 0))).isEmpty)
  }

  @Test func aDiamondIsReadOnce() {
    let (set, findings) = resolve(files: [
      ("a", header + "extends \"b\"\nimport \"lists\"\nclass 1 y = y with t\n"),
      ("b", header + "import \"lists\"\nclass 0 x = x with t\n"),
      ("lists", "edition 1\ntemplates t { \"{}\" }\n"),
    ])
    #expect(codes(findings) == [])
    #expect(set?.files.map(\.path) == ["a", "b", "lists"])
    #expect(set?.classes.map(\.templates.name) == ["t", "t"])
  }

  @Test func anAliasStandsBeforeEveryNameOfItsFile() {
    let (set, findings) = resolve(files: [
      (
        "a",
        header + "import \"b\" as one\nimport \"c\" as two\ntemplates t { \"own {}\" }\n"
          + "class 0 x = x with one.t\nclass 1 y = y with two.t\nclass 2 z = z with t\n"
          + "class 3 w = w with one.deep.t\n"
      ),
      ("b", "edition 1\nimport \"d\" as deep\ntemplates t { \"b {}\" }\n"),
      ("c", "edition 1\ntemplates t { \"c {}\" }\n"),
      ("d", "edition 1\ntemplates t { \"d {}\" }\n"),
    ])
    #expect(codes(findings) == [])
    #expect(
      set?.classes.map { $0.templates.templates[0].text } == ["b {}", "c {}", "own {}", "d {}"])
  }

  @Test(arguments: [
    (">=1.2 <2", "1.2", true), (">=1.2 <2", "2.0", false), ("<2", "2.0-rc.1", false),
    ("^1.2", "1.9.9", true), ("^1.2", "1.1", false), ("^0.2.3", "0.2.9", true),
    ("^0.2.3", "0.3.0", false), ("^0.0.3", "0.0.4", false), ("^0", "0.9", true),
    ("~1.2.3", "1.2.9", true), ("~1.2.3", "1.3", false), ("~1", "1.9", true), ("~1", "2.0", false),
    ("1.2", "1.2.0", true), ("=1.2.1", "1.2", false), (">1.2", "1.2.0.1", true),
    ("<=1.2", "1.2-a", true), (">=1.2", "1.2-a", false), (">1.2-a.2", "1.2-a.10", true),
    (">1.2-1", "1.2-a", true),
  ])
  func aRangeHoldsItsVersions(range: String, version: String, holds: Bool) {
    let (_, findings) = resolve(files: [
      ("a", header + "extends \"b\" version \"\(range)\"\n"),
      ("b", "edition 1\nset b \"\(version)\"\nclass 0 x = x\n"),
    ])
    #expect(codes(findings) == (holds ? [] : ["PB509"]))
  }

  @Test(arguments: ["", " ", "1.", "v1", ">", "^", "1.2 - 1.4", "1.x", "> 1", "||", "99999999999"])
  func otherTextIsNoRange(_ range: String) {
    let (_, findings) = resolve(files: [
      ("a", header + "extends \"b\" version \"\(range)\"\n"),
      ("b", "edition 1\nset b \"1.0\"\nclass 0 x = x\n"),
    ])
    #expect(codes(findings) == ["PB508"])
  }

  @Test func theOrderOfChangesDoesNotMatter() {
    let lines = [
      "class car += taxi(s)", "class car -= sedan", "remove class sky", "class 9 bus = bus(s)",
      "ood debris += box", "extends \"base\"", "scoring { void \"nothing\" score rba }",
    ]
    let base =
      header + "class 1 car = car(s), sedan(s)\nclass 2 sky = sky\nood debris = tire(s)\n"
    func meaning(_ lines: [String]) -> String {
      let (set, findings) = resolve(files: [
        ("a", header + lines.joined(separator: "\n")), ("base", base),
      ])
      let classes = set?.classes.map { "\($0.name): \($0.concepts.map(\.declaration.text.value))" }
      let ood = set?.ood.map { "\($0.name): \($0.concepts.map(\.declaration.text.value))" }
      return "\(codes(findings)) \(classes ?? []) \(ood ?? []) \(String(describing: set?.scoring))"
    }
    let wanted = meaning(lines)
    #expect(wanted.hasPrefix("[] [\"car: "))
    for shift in 1..<lines.count {
      #expect(meaning(Array(lines[shift...] + lines[..<shift])) == wanted)
    }
    #expect(meaning(lines.reversed()) == wanted)
  }
}
