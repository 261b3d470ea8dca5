import Foundation
import PromptJSON
import PromptReports
import PromptSource
import TestSupport
import Testing

@Suite struct ReportTests {
  private static let repeated = Rule("PB201", "duplicate-concept", .error)
  private static let spelling = Rule("PB999", "example-warning", .warning)

  /// Two files; a finding with a second place and a fix, and one whose text needs escaping everywhere.
  private static func findings(linesAbove: Int = 0) -> Findings {
    let above = String(repeating: "# moved\n", count: linesAbove)
    let street = SourceFile(
      path: "./sets/a b.prompts", text: above + "class 0 road = road\nclass 1 way = röad, road\n")
    let clean = SourceFile(path: "clean.prompts", text: "edition 1\n")
    let shift = above.utf8.count
    func place(_ start: Int, _ end: Int) -> SourcePlace {
      SourcePlace(street, TextRange(shift + start, shift + end))
    }
    return Findings(
      files: [street.path, clean.path],
      diagnostics: [
        Diagnostic(
          repeated, "`road` stands in two classes", at: place(41, 45), label: "again here",
          related: [.init("first here", at: place(15, 19))], help: "keep it in one of them",
          fix: Fix("remove it", [.init(TextRange(shift + 39, shift + 45), "")])),
        Diagnostic(
          spelling, "50% of <these>, \"really\": & more | less", at: place(34, 39)),
      ])
  }

  @Test func everyFormatIsAsRecorded() throws {
    var example = try CaseFile(
      packageRoot.appendingPathComponent("Tests/PromptReportsTests/Cases/formats.case"))
    let findings = Self.findings()
    try example.expect("full", findings.fullReport(DiagnosticRenderer()))
    try example.expect("narrated", findings.narratedReport())
    try example.expect("concise", findings.conciseReport())
    try example.expect("json", findings.jsonReport().text(.indented))
    try example.expect("sarif", findings.sarifReport(toolVersion: "1.2.3").text(.indented))
    try example.expect("github", findings.gitHubReport())
    try example.expect("github-summary", findings.gitHubSummary())
    try example.expect("gitlab", findings.gitLabReport().text(.indented))
    try example.expect("junit", findings.jUnitReport())
  }

  @Test func fingerprintsSurviveMovedLinesAndAreNeverShared() {
    func fingerprints(_ findings: Findings) -> [String] {
      (findings.gitLabReport().elements ?? []).compactMap { $0["fingerprint"]?.string }
    }
    let before = Self.findings()
    #expect(fingerprints(before) == fingerprints(Self.findings(linesAbove: 7)))
    let twice = Findings(
      files: before.files, diagnostics: before.diagnostics + before.diagnostics)
    #expect(Set(fingerprints(twice)).count == 4)
  }

  @Test func whatGitHubWouldCutIsCounted() {
    var findings = Self.findings()
    findings.diagnostics = Array(repeating: findings.diagnostics[0], count: 25)
    let lines = findings.gitHubReport().split(separator: "\n")
    #expect(lines.count == 11)
    #expect(lines.last?.contains("15 more findings") == true)
  }
}
