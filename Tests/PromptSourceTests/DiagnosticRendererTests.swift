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
        1 | class 0 road = road
          |                ---- first here
        2 |
        3 | class 1 way = road, é
          |               ^^^^ again here
          = help: keep it in one of them

        """)
  }

  @Test func distantPlacesHaveAnExcerptEach() {
    let file = SourceFile(path: "a", text: "one\n\n\n\ntwo\n")
    let other = SourceFile(path: "b", text: "three")
    let diagnostic = Diagnostic(
      rule, "m", at: SourcePlace(file, TextRange(7, 10)), label: "here",
      related: [
        .init("there", at: SourcePlace(file, TextRange(0, 3))),
        .init("elsewhere", at: SourcePlace(other, TextRange(0, 5))),
      ])
    #expect(
      DiagnosticRenderer().render(diagnostic) == """
        error[PB999 example-rule]: m
         --> a:5:1
          |
        5 | two
          | ^^^ here
         ::: a:1:1
          |
        1 | one
          | --- there
         ::: b:1:1
          |
        1 | three
          | ----- elsewhere

        """)
  }

  @Test func twoLabelsInALineHangFromTheirMarks() {
    let file = SourceFile(path: "a", text: "road, street, road")
    func drawn(_ own: TextRange, _ others: [TextRange]) -> String {
      let drawn = DiagnosticRenderer().render(
        Diagnostic(
          rule, "m", at: SourcePlace(file, own), label: "again",
          related: others.enumerated().map { .init("no. \($0)", at: SourcePlace(file, $1)) }))
      return drawn.split(separator: "\n").dropFirst(3).joined(separator: "\n")
    }
    #expect(
      drawn(TextRange(14, 18), [TextRange(0, 4)]) == """
        1 | road, street, road
          | ----          ^^^^ again
          | |
          | no. 0
        """)
    #expect(
      drawn(TextRange(0, 4), [TextRange(14, 18), TextRange(6, 12)]) == """
        1 | road, street, road
          | ^^^^  ------  ---- no. 0
          | |     |
          | |     no. 1
          | again
        """)
    // One range inside the other: the longer one's label cannot stand behind the marks.
    #expect(
      drawn(TextRange(6, 12), [TextRange(0, 18)]) == """
        1 | road, street, road
          | ------^^^^^^------
          | |     |
          | |     again
          | no. 0
        """)
  }

  @Test(arguments: [
    // A family of four scalars and joiners, a flag, a skin tone, a keycap, a heart made an emoji.
    ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("👍🏽", 2), ("1️⃣", 2), ("❤️", 2), ("⌚", 2), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("🌡", 1),
    // A letter with marks, Hangul whole and in parts, Devanagari with a joiner, an Arabic letter.
    ("e\u{301}\u{323}", 1), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("क्\u{200D}", 1), ("ب", 1),
    // What disturbs a terminal is replaced and takes a cell; a lone joiner joins nothing.
    ("\u{202E}", 1), ("\u{200B}", 1), ("\u{200D}", 1), ("e\u{E0041}", 2),
  ])
  func aCharacterTakesTheCellsThatTerminalsGiveIt(text: String, width: Int) {
    let file = SourceFile(path: "a", text: text + "x")
    let mark = SourcePlace(file, TextRange(text.utf8.count, text.utf8.count + 1))
    let lines = DiagnosticRenderer().render(Diagnostic(rule, "m", at: mark)).split(separator: "\n")
    #expect(lines[4] == "  | " + String(repeating: " ", count: width) + "^")
  }

  @Test func aMarkInsideACharacterMarksTheWhole() {
    let file = SourceFile(path: "a", text: "ab👨‍👩‍👧c")
    let joiner = SourcePlace(file, TextRange(6, 9))
    let lines = DiagnosticRenderer().render(Diagnostic(rule, "m", at: joiner)).split(
      separator: "\n")
    #expect(lines[4] == "  |   ^^")
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
    #expect(drawn.contains("1 |\n  | ^\n"))
  }
}
