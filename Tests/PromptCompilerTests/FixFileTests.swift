import Foundation
import PromptCompiler
import PromptExpansion
import PromptSource
import TestSupport
import Testing

@Suite struct FixFileTests {
  private static let head = "edition 1\nset s \"1\"\nlicense MIT\nsource here\n"

  private func fixed(_ text: String, unsafe: Bool = false, path: String = "s.prompts") -> String {
    PromptCompiler.fix(SourceFile(path: path, text: text), unsafe: unsafe).file.text()
  }

  @Test(arguments: [
    ("class 0 a = b, b, c\n", "class 0 a = b, c\n"),
    ("class 0 a = b, c, b\n", "class 0 a = b, c\n"),
    ("class 0 a = tree, trees, c\n", "class 0 a = tree(s), c\n"),
    ("class 0 a = trees, tree\n", "class 0 a = tree(s)\n"),
    ("class 0 a = car(cars)\n", "class 0 a = car(s)\n"),
    ("class 0 a = bus(es)\n", "class 0 a = bus(s)\n"),
    ("class 0 a = grass(s)\n", "class 0 a = grass!mass\n"),
    ("class 0 a = clouds(s), sheep(s)\n", "class 0 a = clouds!pl, sheep\n"),
    ("class 0 a = palm\u{A0}tree\n", "class 0 a = palm tree\n"),
    ("class 0 a = driver’s cab\n", "class 0 a = driver's cab\n"),
    ("class 0 a = “brick wall”\n", "class 0 a = \"brick wall\"\n"),
    ("class 0 my class = \"bed \"\n", "class 0 \"my class\" = \"bed\"\n"),
    ("class 0 a = b, , c,\n", "class 0 a = b, c\n"),
    ("class 0 a = b, , c, , , d ,\n", "class 0 a = b, c, d\n"),
    ("class 0 a = , b,, c\n", "class 0 a = b, c\n"),
    ("class 0 a = b # promptbank: allow PB202 once\n", "class 0 a = b\n"),
    ("class 0: a => b\n", "class 0 a = b\n"),
    (
      "templates t: = {\"{a}\"}\nclass 0 a = b with t\n",
      "templates t {\"{a}\"}\nclass 0 a = b with t\n"
    ),
    ("renumber 7 sky\nclass 0 a = b\n", "renumber sky 7\nclass 0 a = b\n"),
    ("renumber class sky to \"7\"\nclass 0 a = b\n", "renumber sky 7\nclass 0 a = b\n"),
    (
      "renumber sky: 7, car 3,\n  \"guard rail\" = 2\nclass 0 a = b\n",
      "renumber sky 7\nrenumber car 3\nrenumber \"guard rail\" 2\nclass 0 a = b\n"
    ),
    ("renumber sky 7 car 3\nclass 0 a = b\n", "renumber sky 7\nrenumber car 3\nclass 0 a = b\n"),
  ])
  func safeFixesMend(_ bad: String, _ good: String) {
    #expect(fixed(Self.head + bad) == Self.head + good)
  }

  @Test func unsafeFixesWaitToBeAskedFor() {
    let bad = Self.head + "class 0 a = traffic_light\nood b near aa = d\n"
    #expect(fixed(bad) == bad)
    #expect(fixed(bad, unsafe: true) == Self.head + "class 0 a = traffic light\nood b near a = d\n")
  }

  @Test func yamlIsMendedInItsOwnSpelling() {
    let head = "edition: 1\nset: {name: s, version: 1.20}\nlicense: MIT\nsource: here\nclasses:\n"
    let bad = head + "  a:\n    id: 0\n    concepts:\n      - tree\n      - trees\n      - on\n"
    let good =
      "edition: 1\nset: {name: s, version: \"1.20\"}\nlicense: MIT\nsource: here\nclasses:\n"
      + "  a:\n    id: 0\n    concepts:\n      - tree(s)\n      - \"on\"\n"
    #expect(fixed(bad, path: "s.prompts.yaml") == good)
  }

  @Test func anIdleRenumberingGoesWithItsLineOrEntry() throws {
    try withFolder { folder in
      let base = Self.head + "class 0 road = road\nclass 1 sky = sky!mass\nclass 2 car = car(s)\n"
      try base.write(
        to: folder.appendingPathComponent("base.prompts"), atomically: true, encoding: .utf8)
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let head = Self.head + "extends \"base.prompts\"\n"
      #expect(
        fixed(
          head + "  renumber sky 1\r\nrenumber road 7\nrenumber car 2 # kept",
          path: path("s.prompts"))
          == head + "renumber road 7\nrenumber car 2 # kept")
      let yaml =
        "edition: 1\nset: {name: s, version: \"1\"}\nlicense: MIT\nsource: here\nextends: base.prompts\n"
      #expect(
        fixed(yaml + "renumber: {road: 7, sky: 1, car: 2}\n", path: path("s.prompts.yaml"))
          == yaml + "renumber: {road: 7}\n")
      let block = yaml + "renumber:\n  sky: 1\n"
      #expect(fixed(block, path: path("s.prompts.yaml")) == block)
    }
  }

  @Test func aFileWithoutFaultsStaysAsItIs() {
    let file = SourceFile(path: "s.prompts", text: Self.head + "class 0 a = b\n")
    let result = PromptCompiler.fix(file, unsafe: true)
    #expect(!result.isChanged)
    #expect(result.file === file)
  }

  @Test func aFixThatWouldHarmIsLeftOut() {
    // `<` cannot stand unquoted.
    let bad = Self.head + "class 0 a = \"x\", less&nbsp\n"
    let before = check(SourceFile(path: "s.prompts", text: bad)).diagnostics.count
    let after = check(SourceFile(path: "s.prompts", text: fixed(bad))).diagnostics.count
    #expect(after <= before)
  }

  /// Sets damaged in ways that have safe fixes are mended without a new finding, and mean what they did.
  @Test func damagedSetsAreMendedFuzz() {
    var chance = SeededGenerator(seed: 5)
    let nouns = [
      "tree", "car", "bus", "wall", "fence", "truck", "bench", "rider", "pole", "church",
    ]
    for _ in 0..<fuzzIterations(60) {
      var text = Self.head
      var meant = Set<String>()
      for (index, noun) in nouns.shuffled(using: &chance).prefix(4).enumerated() {
        let plural =
          if case .plural(let plural) = PromptExpansion.plural(of: noun) { plural } else { noun }
        let entries = [
          "\(noun)(s)", "\(noun)(\(plural))", "\(noun), \(plural)", "\(plural), \(noun), \(noun)",
          "\(noun), , \(noun)(s)", "\"\(noun) \", \(noun)(s)",
        ]
        text +=
          "class \(index) "
          + (["c\(index)", "class \(index) x"].randomElement(using: &chance) ?? "")
          + " = tall\u{A0}\(noun), " + (entries.randomElement(using: &chance) ?? noun) + "\n"
        meant.formUnion(["tall \(noun)", noun, plural])
      }
      let file = SourceFile(path: "s.prompts", text: text)
      let mended = PromptCompiler.fix(file, unsafe: false)
      let checked = check(mended.file)
      #expect(checked.diagnostics.filter { $0.fix?.isSafe == true }.map(\.message) == [], "\(text)")
      let concepts = checked.expansion?.classConcepts.joined().map(\.text) ?? []
      #expect(Set(concepts) == meant, "\(text)")
      #expect(PromptCompiler.fix(mended.file, unsafe: false).applied.isEmpty)
    }
  }
}
