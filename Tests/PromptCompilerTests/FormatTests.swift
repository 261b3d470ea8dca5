import Foundation
import PromptCompiler
import PromptSource
import PromptSyntax
import TestSupport
import Testing

@Suite struct FormatTests {
  private static let cases = packageRoot.appendingPathComponent("Tests/PromptCompilerTests/Cases")

  /// Every case file: a source and its canonical form.
  @Test func everyCaseGetsItsCanonicalForm() throws {
    let all = try CaseFile.all(in: Self.cases)
    #expect(all.count >= 4)
    for var item in all {
      let isYAML = item["source.yaml"] != nil
      let text = item[isYAML ? "source.yaml" : "source.prompts"] ?? ""
      let file = SourceFile(path: isYAML ? "a.prompts.yaml" : "a.prompts", text: text)
      try item.expect("formatted", formatSource(file).text ?? "(has errors)")
      expectInvariants(file)
    }
  }

  /// Every set of the project and every accepted case of both parsers.
  @Test func theWholeCorpusKeepsItsMeaningAndItsComments() throws {
    let files = try corpus()
    #expect(files.count >= 20)
    for file in files {
      expectInvariants(file)
      #expect(formatSource(file).text != nil, "\(file.path)")
    }
  }

  @Test(arguments: [
    "prompts/base/street.prompts", "prompts/templates/street.prompts",
    "prompts/templates/imagenet.prompts", "prompts/templates/vild.prompts",
    "examples/cityscapes.prompts.yaml", "examples/authoring/apron.prompts",
  ])
  func theProjectsSetsAreCanonical(path: String) throws {
    let text = try String(contentsOf: packageRoot.appendingPathComponent(path), encoding: .utf8)
    #expect(formatSource(SourceFile(path: path, text: text)).text == text)
  }

  @Test func aFileWithErrorsHasNoCanonicalForm() {
    let (text, isFaithful, diagnostics) = formatSource(
      SourceFile(path: "a.prompts", text: "edition 1\nset a\nclass 0 = road, road\n"))
    #expect(text == nil)
    #expect(isFaithful)
    #expect(!diagnostics.isEmpty)
  }

  /// Mutations that a person might make: blanks, line breaks, comments, quotes.
  @Test func fuzzChangedLayoutsKeepMeaningAndComments() throws {
    var chance = SeededGenerator(seed: 11)
    let files = try corpus()
    var formatted = 0
    for _ in 0..<fuzzIterations(250) {
      let file = try #require(files.randomElement(using: &chance))
      var words = file.text().split(separator: " ", omittingEmptySubsequences: false)
        .map(String.init)
      // Half of the changes are only of the layout: behind commas lines may end.
      let isGentle = Bool.random(using: &chance)
      let places = words.indices.filter { !isGentle || words[$0].hasSuffix(",") }
      for _ in 0..<Int.random(in: 1...4, using: &chance) {
        guard let index = places.randomElement(using: &chance) else { continue }
        let piece = (isGentle ? Self.layout : Self.pieces).randomElement(using: &chance) ?? ""
        let isBehind = isGentle || Bool.random(using: &chance)
        words[index] = isBehind ? words[index] + piece : piece + words[index]
      }
      let changed = SourceFile(path: file.path, text: words.joined(separator: " "))
      expectInvariants(changed)
      if formatSource(changed).text != nil { formatted += 1 }
    }
    // Enough of them are still free of errors for the test to mean something.
    #expect(formatted > 80)
  }

  private static let layout = [
    " # comment\n     ", "\n      # own\n     ", "\n\n\n     ", "   ", "\n     ", "\r\n     ",
    " # a\r\n\n     # b\n     ",
  ]
  private static let pieces = [
    " # comment\n", "\n# own\n", "\n\n\n", "  ", "\n", ",\n", "\r\n", "\t", "#", " # a\n\n  # b\n",
    " \"quoted text\",", "with a lid,", " with people", "class room,", "set 1,", "\"x\"(s),",
    "木 材,", "5\" nail", "'", ": ", "- ", "!mass", "(s)", "{", "}", "[", "]", "no", "|\n",
  ]

  private func corpus() throws -> [SourceFile] {
    var files: [SourceFile] = []
    for path in ["prompts", "prompts/templates", "examples"] {
      let folder = packageRoot.appendingPathComponent(path)
      let urls = try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil)
      for url in urls.sorted(by: { $0.path < $1.path }) {
        let isSet = url.path.hasSuffix(".prompts") || url.path.hasSuffix(".prompts.yaml")
        guard isSet else { continue }
        files.append(SourceFile(path: url.path, bytes: Array(try Data(contentsOf: url))))
      }
    }
    let folders = [
      "PromptSyntaxTests/Cases", "PromptYAMLTests/Cases", "PromptYAMLTests/Pairs",
      "PromptCompilerTests/Cases",
    ]
    for folder in folders {
      let url = packageRoot.appendingPathComponent("Tests/" + folder)
      for item in try CaseFile.all(in: url) {
        let name = item.url.lastPathComponent
        guard !name.hasPrefix("rejected") else { continue }
        if let text = item["source.prompts"] {
          files.append(SourceFile(path: name + ".prompts", text: text))
        }
        if let text = item["source.yaml"] {
          files.append(SourceFile(path: name + ".yaml", text: text))
        }
      }
    }
    return files
  }
}

/// format(format(x)) = format(x), meaning(format(x)) = meaning(x), comments(format(x)) = comments(x).
func expectInvariants(_ file: SourceFile) {
  let (text, isFaithful, diagnostics) = formatSource(file)
  #expect(isFaithful, "\(file.path):\n\(file.text())")
  guard let text else {
    #expect(!isFaithful || diagnostics.contains { $0.rule.level == .error })
    return
  }
  let again = SourceFile(path: file.path, text: text)
  #expect(formatSource(again).text == text, "\(file.path):\n\(file.text())")
  let (before, after) = (parseSource(file).document, parseSource(again).document)
  #expect(before.outline(withPlaces: false) == after.outline(withPlaces: false))
  #expect(before.comments.map(\.text) == after.comments.map(\.text))
}
