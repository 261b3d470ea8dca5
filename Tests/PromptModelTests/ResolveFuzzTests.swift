import PromptModel
import PromptSource
import TestSupport
import Testing

@Suite struct ResolveFuzzTests {
  /// Lines that are right alone and clash in every way together.
  private static let lines = [
    "edition 1", "set s \"1\"", "license MIT", "source here", "import \"a.prompts\"",
    "import \"b.prompts\"", "import \"none.prompts\"", "templates default = t", "templates t = u",
    "templates u = t", "templates t { \"{}\" \"{}\" }", "templates u { \"{a} { {x}\" }",
    "templates v { }", "class 0 a = a", "class 0 b = b(s) with t", "class 70000 a = c with w",
    "superclass a { class 1 c = d }", "superclass s { class 2 a = e }", "class 3 d = f",
    "ood a near a, a, b, zz = g", "ood o near s = h with u", "ood o = i",
    "scoring { temperature 0.01 columns superclass }", "scoring { temperature 9 ood blah }",
    "extends \"a.prompts\"", "extends \"b.prompts\" version \"1\"", "import \"b.prompts\" as x",
    "class a += z, y(s)", "class a -= a, z", "ood o -= h, i", "ood o += q", "remove class b",
    "remove ood o", "remove class a", "renumber a 1", "renumber b 0", "renumber a 70000",
    "renumber d 3", "renumber o 2", "expect \"t\" is a", "expect similarity(o, \"t\") > 0.1",
    "scoring { alpha 0.1 beta 0.2 unseen a unseen b void v score energy }",
    "scoring { temprature x columns class columns class }",
  ]

  @Test func anyFilesResolveWithFindingsInsideThemFuzz() {
    var chance = SeededGenerator(seed: 11)
    for _ in 0..<fuzzIterations(600) {
      func text() -> String {
        (0..<Int.random(in: 0...14, using: &chance))
          .map { _ in (Self.lines.randomElement(using: &chance) ?? "") + "\n" }.joined()
      }
      let files = ["set.prompts", "a.prompts", "b.prompts"].map { (path: $0, text: text()) }
      let (set, findings) = resolve(files: files)
      for place in findings.flatMap({ [$0.place] + $0.related.map(\.place) }) {
        #expect(place.range.end <= place.file.utf8.count)
      }
      if let set {
        let names = set.classes.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(set.ood.allSatisfy { Set($0.near).isSubset(of: names) })
        #expect(set.classes.allSatisfy { $0.id == -1 || (0...65_535).contains($0.id) })
        let ids = set.classes.map(\.id).filter { $0 >= 0 }
        #expect((Set(ids).count == ids.count) == !findings.contains { $0.rule.code == "PB302" })
        #expect(set.classes.allSatisfy { $0.idPlace.range.end <= $0.idPlace.file.utf8.count })
      }
      // The same files give the same findings.
      let again = resolve(files: files).1
      let renderer = DiagnosticRenderer()
      #expect(again.map(renderer.render) == findings.map(renderer.render))
    }
  }
}
