import PromptModel
import PromptSource
import PromptSyntax
import Testing

@Suite struct RenumberTests {
  private let header = "edition 1\nset s \"1.4\"\nlicense MIT\nsource here\n"
  private let base = """
    class 0 road = road
    class 1 sidewalk = sidewalk
    superclass vehicle { class 2 car = car }
    class 3 sky = sky

    """

  private func resolved(_ lines: [String]) -> (set: PromptSet?, diagnostics: [Diagnostic]) {
    resolve(files: [
      ("set.prompts", header + "extends \"base.prompts\"\n" + lines.joined(separator: "\n")),
      ("base.prompts", header + base),
    ])
  }

  private func ids(_ set: PromptSet?) -> [String]? { set?.classes.map { "\($0.id) \($0.name)" } }

  @Test func idsAreGivenAllAtOnceWhereverTheLinesStand() {
    let lines = [
      "renumber road 1", "renumber sidewalk 0", "remove class sky", "renumber car 3",
      "class 2 tram = tram", "class car += van",
    ]
    for shift in lines.indices {
      let (set, findings) = resolved(Array(lines[shift...] + lines[..<shift]))
      #expect(codes(findings) == [])
      #expect(ids(set) == ["1 road", "0 sidewalk", "3 car", "2 tram"])
      #expect(set?.classes[2].superclass == "vehicle")
      #expect(set?.classes[2].concepts.map(\.declaration.text.value) == ["car", "van"])
    }
  }

  @Test func aChainGivesIdsOneAfterAnotherAndEachKnowsItsLine() throws {
    let (set, findings) = resolve(files: [
      ("a", header + "extends \"b\"\nrenumber x 7\nrenumber z 0\n"),
      ("b", header + "extends \"c\"\nrenumber x 5\nrenumber y 0\nclass 1 z = z\n"),
      ("c", header + "class 0 x = c\nclass 1 y = d\n"),
    ])
    #expect(codes(findings) == ["PB302"])
    #expect(findings.first?.place.file.path == "a")
    #expect(findings.first?.related.first?.place.file.path == "b")
    #expect(ids(set) == ["7 x", "0 y", "0 z"])
    let classes = try #require(set?.classes)
    #expect(classes.map(\.idPlace.file.path) == ["a", "b", "a"])
    #expect(classes.map(\.place.file.path) == ["c", "c", "b"])
    #expect(classes.map { $0.idPlace.file.text($0.idPlace.range) } == ["7", "0", "0"])
  }

  @Test func aSecondClassOfAnIdIsFoundWhereTheFileGivesIt() {
    let (_, inherited) = resolved(["renumber road 2"])
    #expect(codes(inherited) == ["PB302"])
    #expect(inherited.first.map { $0.place.file.text($0.place.range) } == "2")
    let (_, declared) = resolved(["class 9 tram = tram", "renumber road 9"])
    #expect(declared.map(\.message) == ["id 9 is used by `tram` and `road`"])
    #expect(declared.first?.place.start.line == 7)
    let (_, three) = resolved(["renumber road 9", "renumber car 9", "renumber sky 9"])
    #expect(codes(three) == ["PB302", "PB302"])
  }

  @Test func aBaseThatCannotBeReadHidesWhatItMayHaveBrought() {
    let (_, findings) = resolve(files: [
      ("set.prompts", header + "extends \"none.prompts\"\nrenumber road 2\n")
    ])
    #expect(codes(findings) == ["PB501"])
  }
}
