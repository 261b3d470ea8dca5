import Foundation
import PromptCompiler
import PromptExpansion
import PromptModel
import PromptSource
import PromptSyntax
import TestSupport
import Testing

@Suite struct SpecificationTests {
  /// Every example of `grammar/language.md`. A failure names the line of the example's fence.
  @Test func everyExampleOfTheSpecificationIsTrue() throws {
    let url = packageRoot.appendingPathComponent("grammar/language.md")
    let examples = try SpecificationExample.all(in: url)
    #expect(examples.count >= 50)
    #expect(examples.filter { $0.says("equal") }.count >= 8)
    #expect(examples.filter { !$0.codes.isEmpty }.count >= 20)
    try withFolder { folder in
      var runner = ExampleRunner(folder: folder)
      for example in examples { try runner.run(example) }
    }
  }
}

/// Runs examples in order: files that later ones import stay in the folder.
private struct ExampleRunner {
  let folder: URL
  /// The last example that is a set, and what it gave.
  private var last: (document: Document, checked: CheckedSet)?

  init(folder: URL) { self.folder = folder }

  mutating func run(_ example: SpecificationExample) throws {
    let place = "grammar/language.md:\(example.line): \(example.words.joined(separator: " "))"
    switch example.language {
    case "prompts", "yaml":
      let name =
        example.path ?? (example.language == "yaml" ? "example.prompts.yaml" : "example.prompts")
      let target = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try example.file.write(to: target, atomically: true, encoding: .utf8)
      let file = SourceFile(path: target.path, text: example.file)
      let checked = check(file)
      let document = parseSource(file).document
      let serious = checked.diagnostics.filter { $0.rule.level != .note }
      let renderer = DiagnosticRenderer()
      #expect(
        serious.map(\.rule.code) == example.codes,
        "\(place)\n\(serious.map(renderer.render).joined())")
      if example.says("error") {
        #expect(checked.hasErrors, "\(place): no error")
      } else if example.says("warning") {
        #expect(!checked.hasErrors && !serious.isEmpty, "\(place): no warning")
      } else {
        #expect(serious.isEmpty, "\(place)")
      }
      if example.says("equal") {
        let other = try #require(last, "\(place): nothing to be equal to")
        // Declarations of different kinds may stand in any order.
        #expect(
          document.outline(withPlaces: false) == other.document.outline(withPlaces: false),
          "\(place)")
      }
      last = (document, checked)
    case "expand":
      let expansion = try #require(last?.checked.expansion, "\(place): nothing to expand")
      let written = example.text.split(separator: "\n").map(String.init)
      #expect(written == lines(of: expansion, prompts: example.says("prompts")), "\(place)")
    case "ids":
      let set = try #require(last?.checked.expansion?.set, "\(place): nothing resolved")
      let written = example.text.split(separator: "\n").map(String.init)
      #expect(written == set.classes.map { "\($0.id) \($0.name)" }, "\(place)")
    case "": break
    default: Issue.record("\(place): no such kind of example")
    }
  }

  private func lines(of expansion: Expansion, prompts: Bool) -> [String] {
    if prompts { return expansion.prompts().map(\.text) }
    let names = expansion.set.classes.map(\.name) + expansion.set.ood.map(\.name)
    return zip(names, expansion.classConcepts + expansion.oodConcepts).map {
      $0 + ": " + $1.map(\.text).joined(separator: ", ")
    }
  }
}
