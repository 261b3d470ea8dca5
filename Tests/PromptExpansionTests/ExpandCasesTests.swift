import Foundation
import PromptExpansion
import PromptModel
import PromptSource
import TestSupport
import Testing

@Suite struct ExpandCasesTests {
  /// `set.prompts` is the input; `findings` is what is drawn, `concepts` what the set means.
  @Test func findingsReadAsRecorded() throws {
    let folder = packageRoot.appendingPathComponent("Tests/PromptExpansionTests/Cases")
    var found = Set<String>()
    for var testCase in try CaseFile.all(in: folder) {
      let (expansion, diagnostics) = try expand(testCase["set.prompts"] ?? "")
      found.formUnion(diagnostics.map(\.rule.code))
      let renderer = DiagnosticRenderer()
      try testCase.expect(
        "findings", diagnostics.map(renderer.render).joined(separator: "\n"))
      try testCase.expect("concepts", draw(expansion))
    }
    // Every rule of the stage has a case.
    #expect(found.isSuperset(of: [201...209, 409...409].joined().map { "PB\($0)" }))
  }

  private func draw(_ expansion: Expansion) -> String {
    expansion.owners.map { owner in
      let name =
        switch owner {
        case .class(let index): expansion.set.classes[index].name
        case .ood(let index): "ood " + expansion.set.ood[index].name
        }
      let concepts = expansion.concepts(of: owner).map { "\($0.text) [\($0.number)]" }
      return "\(name): \(concepts.joined(separator: ", "))\n"
    }.joined()
  }
}
