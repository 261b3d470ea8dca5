import Foundation
import PromptModel
import PromptSource
import TestSupport
import Testing

@Suite struct ResolveCasesTests {
  /// Sections named `….prompts` are files, the first the set; `findings` is what is drawn.
  @Test func findingsReadAsRecorded() throws {
    let folder = packageRoot.appendingPathComponent("Tests/PromptModelTests/Cases")
    var found = Set<String>()
    for var testCase in try CaseFile.all(in: folder) {
      let files = testCase.names.filter { $0.hasSuffix(".prompts") }
        .map { (path: $0, text: testCase[$0] ?? "") }
      let (_, diagnostics) = resolve(files: files)
      found.formUnion(diagnostics.map(\.rule.code))
      let renderer = DiagnosticRenderer()
      try testCase.expect(
        "findings", diagnostics.map(renderer.render).joined(separator: "\n"))
    }
    // Every rule of the stage has a case.
    let all = [301...307, 401...408, 501...519, 601...611, 801...802].joined().map { "PB\($0)" }
    #expect(found.isSuperset(of: all))
  }
}
