import PromptSource
import Testing

@Suite struct DiagnosticRendererTests {
  private let rule = Rule("PB999", "example-rule", .error)

  @Test func bothPlacesAndTheHelpAreDrawn() {
    let file = SourceFile(path: "a.prompts", text: "class 0 road = road\n\nclass 1 way = road, é\n")
    let second = SourcePlace(file, TextRange(35, 39))
    let diagnostic = Diagnostic(
      rule, "`road` stands in two classes", at: second, label: "again here",
      related: [.init("first here", at: SourcePlace(file, TextRange(15, 19)))],
      help: "keep it in one of them")
    #expect(
      DiagnosticRenderer().render(diagnostic) == """
        error[PB999 example-rule]: `road` stands in two classes
         --> a.prompts:3:15
          |
        3 | class 1 way = road, é
          |               ^^^^ again here
         ::: a.prompts:1:16
          |
        1 | class 0 road = road
          |                ---- first here
          = help: keep it in one of them

        """)
  }

  @Test func wideLettersAndTabsKeepTheCaretInPlace() {
    let file = SourceFile(path: "a", text: "\t木材 x")
    let x = SourcePlace(file, TextRange(8, 9))
    let lines = DiagnosticRenderer().render(Diagnostic(rule, "m", at: x)).split(separator: "\n")
    #expect(lines[3] == "1 |     木材 x")
    // Four cells of tab, twice two of wide letters, one blank.
    #expect(lines[4] == "  |          ^")
  }

  @Test func aVeryLongLineIsCutAroundTheMark() {
    let text = String(repeating: "a", count: 5_000) + "HERE" + String(repeating: "b", count: 5_000)
    let file = SourceFile(path: "a", text: text)
    let place = SourcePlace(file, TextRange(5_000, 5_004))
    let lines = DiagnosticRenderer().render(Diagnostic(rule, "m", at: place)).split(separator: "\n")
    #expect(lines[3].count < 200)
    #expect(Array(lines[3]).firstIndex(of: "H") == Array(lines[4]).firstIndex(of: "^"))
    #expect(lines[4].hasSuffix("^^^^"))
  }

  @Test func charactersThatDisturbATerminalAreNotPrinted() {
    let file = SourceFile(path: "a", text: "x \u{1B}[31m \u{202E} y")
    let drawn = DiagnosticRenderer().render(
      Diagnostic(rule, "m \(quoted("\u{1B}[31m"))", at: SourcePlace(file, TextRange(0, 1))))
    #expect(!drawn.unicodeScalars.contains("\u{1B}"))
    #expect(!drawn.unicodeScalars.contains("\u{202E}"))
    #expect(drawn.contains("`\\u{1B}[31m`"))
  }

  @Test func colourOnlyDecorates() {
    let file = SourceFile(path: "a", text: "abc")
    let diagnostic = Diagnostic(
      rule, "m", at: SourcePlace(file, TextRange(1, 2)), label: "l", help: "h")
    let plain = DiagnosticRenderer().render(diagnostic)
    let colourful = DiagnosticRenderer(palette: .ansi).render(diagnostic)
    #expect(colourful != plain)
    #expect(colourful.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test func theEndOfAnEmptyFileCanBeMarked() {
    let file = SourceFile(path: "a", text: "")
    let drawn = DiagnosticRenderer().render(
      Diagnostic(rule, "m", at: SourcePlace(file, TextRange(at: 0))))
    #expect(drawn.contains("1 | \n  | ^\n"))
  }
}
