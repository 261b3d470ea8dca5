import Foundation
import PromptCompiler
import PromptSource
import PromptSyntax
import TestSupport
import Testing

@Suite struct ConvertTests {
  private func sources() throws -> [SourceFile] {
    var files: [SourceFile] = []
    for folder in ["prompts", "examples"] {
      let url = packageRoot.appendingPathComponent(folder)
      for path in try FileManager.default.subpathsOfDirectory(atPath: url.path).sorted()
      where path.hasSuffix(".prompts") || path.hasSuffix(".prompts.yaml") {
        let bytes = Array(try Data(contentsOf: url.appendingPathComponent(path)))
        files.append(SourceFile(path: folder + "/" + path, bytes: bytes))
      }
    }
    let pairs = packageRoot.appendingPathComponent("Tests/PromptYAMLTests/Pairs")
    for item in try CaseFile.all(in: pairs) {
      files.append(SourceFile(path: "a.prompts", text: item["source.prompts"] ?? ""))
      files.append(SourceFile(path: "a.prompts.yaml", text: item["source.yaml"] ?? ""))
    }
    return files
  }

  /// Also of a set whose imports lie elsewhere, which ``convertSource`` refuses.
  private func converted(_ file: SourceFile, toYAML: Bool) -> String {
    printDocument(parseSource(file).document, asYAML: toYAML)
  }

  @Test func aSetWithErrorsIsNotConverted() {
    let file = SourceFile(
      path: "a.prompts", text: "edition 1\nset a\nclass 0 road = road\nclas 1 sky = sky!mass\n")
    let (text, diagnostics) = convertSource(file, toYAML: true)
    #expect(text == nil)
    #expect(diagnostics.contains { $0.rule.level == .error })
  }

  /// Both ways, there and back, with every comment.
  @Test func theOtherSpellingMeansTheSame() throws {
    for file in try sources() {
      let meaning = parseSource(file).document.outline(withPlaces: false)
      let comments = parseSource(file).document.comments.map(\.text).sorted()
      for toYAML in [true, false] {
        let other = SourceFile(
          path: toYAML ? "b.prompts.yaml" : "b.prompts",
          text: converted(file, toYAML: toYAML))
        let (document, diagnostics) = parseSource(other)
        #expect(diagnostics.filter { $0.rule.level == .error }.map(\.message) == [])
        #expect(document.outline(withPlaces: false) == meaning, "\(file.path)")
        #expect(document.comments.map(\.text).sorted() == comments, "\(file.path)")
        #expect(formatSource(other).text == other.text(), "\(file.path)")
        let back = converted(other, toYAML: !toYAML)
        let returned = parseSource(
          SourceFile(path: toYAML ? "c.prompts" : "c.prompts.yaml", text: back))
        #expect(returned.document.outline(withPlaces: false) == meaning, "\(file.path)")
        #expect(returned.document.comments.map(\.text).sorted() == comments, "\(file.path)")
      }
    }
  }

  /// Texts that need quotes in one spelling or the other come through both.
  @Test func fuzzAnyTextComesThrough() {
    var chance = SeededGenerator(seed: 12)
    let pieces = [
      "a", "no", "tree", " ", "  ", "(", ")", "(s)", "!", "!mass", "\"", "'", "#", ",", ":", ": ",
      "{", "}", "[", "]", "=", "\\", "`", "|", ">", "<", "&", "*", "%", "@", "-", "- ", "?", "1",
      "0.5", "é", "木", "\u{A0}", "\u{200B}", "\u{85}", "\t", "\n", "with", " with x", "class 1",
      "“",
      "~", "+", "/", ".", "s", "es", "near", "\u{1F600}", "\u{301}",
    ]
    func text() -> String {
      let count = Int.random(in: 1...4, using: &chance)
      let text = (0..<count).map { _ in pieces.randomElement(using: &chance) ?? "" }.joined()
      return text.allSatisfy(\.isWhitespace) ? "x" + text : text
    }
    for _ in 0..<fuzzIterations(500) {
      var document = Document(file: SourceFile(path: "a", text: ""))
      let here = TextRange(at: 0)
      func located(_ text: String) -> Located<String> { Located(text, at: here) }
      func concept() -> ConceptDeclaration {
        ConceptDeclaration(
          text: located(text()),
          plural: [.none, .regular(here), .named(located(text()))].randomElement(using: &chance)
            ?? .none,
          number: Bool.random(using: &chance) ? Located(.mass, at: here) : nil, range: here)
      }
      document.edition = Located(1, at: here)
      document.set = SetDeclaration(name: located(text()), version: located(text()))
      document.license = located(text())
      document.source = located(text())
      document.templateLists = [
        TemplateListDeclaration(name: located(text()), body: .templates([located(text())]))
      ]
      document.classes = [
        ClassDeclaration(
          id: Located(0, at: here), name: located(text()), superclass: located(text()),
          templates: Bool.random(using: &chance) ? located(text()) : nil,
          concepts: [concept(), concept()], range: here)
      ]
      document.ood = [
        OODDeclaration(
          name: located(text()), near: [located(text()), located(text())], templates: nil,
          concepts: [concept(), concept()], range: here)
      ]
      let meaning = document.outline(withPlaces: false)
      for path in ["b.prompts", "b.prompts.yaml"] {
        let printed = printDocument(document, asYAML: path.hasSuffix("yaml"))
        let read = parseSource(SourceFile(path: path, text: printed))
        #expect(read.document.outline(withPlaces: false) == meaning, "\(printed)")
        #expect(
          read.diagnostics.filter { $0.rule.level == .error }.map(\.message) == [], "\(printed)")
      }
    }
  }
}
