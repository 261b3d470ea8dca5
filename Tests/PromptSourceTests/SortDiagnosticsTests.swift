import PromptSource
import Testing

@Suite struct SortDiagnosticsTests {
  @Test func byFileThenPlaceAndEachOnce() {
    let first = SourceFile(path: "1", text: "abcdef")
    let second = SourceFile(path: "2", text: "abcdef")
    let rule = Rule("PB999", "example-rule", .note)
    func finding(_ file: SourceFile, _ offset: Int) -> Diagnostic {
      Diagnostic(rule, "m", at: SourcePlace(file, TextRange(at: offset)))
    }
    let sorted = [finding(second, 0), finding(first, 4), finding(first, 1), finding(first, 4)]
      .inSourceOrder(files: [first, second])
    #expect(sorted == [finding(first, 1), finding(first, 4), finding(second, 0)])
  }
}
