import PromptCompiler
import PromptSource
import Testing

@Suite struct SuppressionTests {
  private static let head = "edition 1\nset s \"1\"\nlicense MIT\nsource here\n"

  private func codes(_ text: String, path: String = "s.prompts") -> [String] {
    check(SourceFile(path: path, text: text)).diagnostics.map(\.rule.code)
  }

  @Test func aCommentOnTheLineOrAboveItAllowsTheFinding() {
    #expect(codes(Self.head + "class 0 a = b, b # promptbank: allow PB202 the list has it\n") == [])
    #expect(
      codes(
        Self.head
          + "# promptbank: allow repeated-concept the list has it\n# more\n\nclass 0 a = b, b\n")
        == [])
  }

  @Test func itAllowsNothingElseAndNowhereElse() {
    #expect(
      codes(Self.head + "class 0 a = b, b # promptbank: allow PB201 the list has it\n")
        == ["PB202", "PB903"])
    #expect(
      codes(
        Self.head + "class 0 a = b, b\nclass 1 c = d # promptbank: allow PB202 the list has it\n")
        == ["PB202", "PB903"])
  }

  @Test func withoutAReasonItIsAFindingAndAllowsNothing() {
    #expect(
      codes(Self.head + "class 0 a = b, b # promptbank: allow PB202\n") == ["PB202", "PB901"])
  }

  @Test func aStringThatReadsLikeACommentIsNone() {
    #expect(codes(Self.head + "class 0 a = \"# promptbank: allow PB202 no\"\n") == [])
  }

  @Test func yamlHasTheSameComments() {
    let head = "edition: 1\nset: {name: s, version: \"1\"}\nlicense: MIT\nsource: here\nclasses:\n"
    let path = "s.prompts.yaml"
    #expect(
      codes(
        head + "  a: {id: 0, concepts: [b, b]} # promptbank: allow PB202 the list has it\n",
        path: path) == [])
    #expect(
      codes(
        head + "  # promptbank: allow PB202 the list has it\n  a: {id: 0, concepts: [b, b]}\n",
        path: path) == [])
    #expect(
      codes(head + "  a: {id: 0, concepts: [\"b # promptbank: allow PB202 x\"]}\n", path: path)
        == [])
  }

  @Test func errorsOfSyntaxStay() {
    #expect(
      codes(Self.head + "class 0 a = b, , c # promptbank: allow PB017 later\n")
        == ["PB017", "PB904"])
  }
}

@Suite struct RuleLevelTests {
  private func project(_ text: String) -> (levels: RuleLevels, diagnostics: [Diagnostic]) {
    readProjectFile(SourceFile(path: projectFileName, text: text))
  }

  @Test func levelsReplaceTheRulesOwn() {
    let (levels, found) = project(
      "rules:\n  missing-license: off\n  PB507: error\n  duplicate-concept: warning\n")
    #expect(found.isEmpty)
    let set = "edition 1\nset s\nclass 0 a = b\nclass 1 c = b\n"
    let diagnostics = check(SourceFile(path: "s.prompts", text: set), levels: levels).diagnostics
    #expect(diagnostics.map(\.rule.code) == ["PB507", "PB201"])
    #expect(diagnostics.map(\.rule.level) == [.error, .warning])
  }

  @Test func whatIsWrongIsFoundInThatFile() {
    let found = project(
      "rules: {PB2001: off, PB201: of, PB017: off, duplicate-concept: loud}\nextra: 1\n"
    ).diagnostics
    #expect(found.map(\.rule.code) == ["PB902", "PB905", "PB904", "PB905", "PB107"])
    #expect(found.allSatisfy { $0.place.file.path == projectFileName })
  }

  @Test(arguments: ["", "# nothing\n", "rules: {}\n"])
  func anEmptyProjectChangesNothing(_ text: String) {
    #expect(project(text).diagnostics.isEmpty)
  }
}
