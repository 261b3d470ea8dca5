import Foundation
import PromptSource
import PromptSyntax
import TestSupport
import Testing

@Suite struct GrammarTests {
  private let grammar: Grammar

  init() throws {
    let url = packageRoot.appendingPathComponent("grammar/promptbank.ebnf")
    grammar = try Grammar(String(contentsOf: url, encoding: .utf8))
  }

  @Test func everyProductionIsUsedAndDescribedInWordsThatCanBeSampled() {
    #expect(grammar.reachable(from: "file") == Set(grammar.names))
    #expect(SentenceGenerator.missingSamples(grammar) == [])
  }

  /// A doc comment `Grammar: NAME, NAME` above a function of the parser names what it reads.
  @Test func everyProductionNameStandsInTheParserAndTheOtherWayRound() throws {
    let folder = packageRoot.appendingPathComponent("Sources/PromptSyntax")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    var inParser: Set<String> = []
    for url in files where url.pathExtension == "swift" {
      let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      for (index, line) in lines.enumerated() {
        let text = line.drop { $0 == " " }
        guard text.hasPrefix("/// Grammar: ") else { continue }
        inParser.formUnion(
          text.dropFirst("/// Grammar: ".count).split(separator: ",")
            .map { $0.drop { $0 == " " } }.map(String.init))
        let next = lines[(index + 1)...].first { !$0.drop { $0 == " " }.hasPrefix("///") } ?? ""
        #expect(
          ["func ", "init("].contains { next.contains($0) },
          "\(url.lastPathComponent): `Grammar:` stands above no declaration")
      }
    }
    #expect(inParser == Set(grammar.names))
  }

  @Test func fuzzGeneratedSentencesParseWithoutFindingsAndSurviveTheFormatter() {
    var generator = SentenceGenerator(grammar, seed: 11)
    let count = sentences
    for name in grammar.names {
      for _ in 0..<count {
        let pieces = generator.sentence(using: name)
        let text = generator.text(pieces)
        let (document, diagnostics) = parse(SourceFile(path: "generated.prompts", text: text))
        // A sentence may hold any word, `near` in a concept too.
        guard diagnostics.allSatisfy({ $0.rule == .nearInConcept }) else {
          Issue.record(
            "a sentence with `\(name)`: \(diagnostics.map(DiagnosticRenderer().render))\n\(text)")
          return
        }
        if !isComplete(document) { Issue.record("a part is missing\n\(text)") }
        expectToSurviveFormatting(text, document)
      }
    }
  }

  @Test func fuzzMutatedSentencesGiveAFindingOrAValidTree() {
    var generator = SentenceGenerator(grammar, seed: 12)
    var chance = SeededGenerator(seed: 13)
    for name in grammar.names {
      for _ in 0..<sentences {
        var pieces = generator.sentence(using: name)
        for _ in 0..<Int.random(in: 1...3, using: &chance) {
          guard let index = pieces.indices.randomElement(using: &chance) else { break }
          switch Int.random(in: 0..<4, using: &chance) {
          case 0: pieces.remove(at: index)
          case 1: pieces.insert(pieces[index], at: index)
          case 2:
            pieces.swapAt(index, Int.random(in: pieces.indices, using: &chance))
          default: pieces[index].text = generator.token()
          }
        }
        let file = SourceFile(path: "mutated.prompts", text: generator.text(pieces))
        let (document, diagnostics) = parse(file)
        if diagnostics.isEmpty, !isComplete(document) {
          Issue.record("neither a finding nor a whole document\n\(file.text())")
        }
        var last = 0
        for diagnostic in diagnostics {
          let range = diagnostic.place.range
          if range.start < last || range.end > file.utf8.count {
            Issue.record("a finding out of order or outside the file\n\(file.text())")
          }
          last = range.start
        }
        // The outline reads every range of the document.
        if document.outline(withPlaces: true).isEmpty, document.edition != nil {
          Issue.record("no outline\n\(file.text())")
        }
      }
    }
  }

  private func expectToSurviveFormatting(_ text: String, _ document: Document) {
    let formatted = formatConcise(SourceFile(path: "generated.prompts", text: text)).text
    guard let formatted else {
      Issue.record("not formatted\n\(text)")
      return
    }
    let again = SourceFile(path: "generated.prompts", text: formatted)
    if parse(again).document.outline(withPlaces: false) != document.outline(withPlaces: false) {
      Issue.record("formatting changed the meaning\n\(text)\n--- to\n\(formatted)")
    } else if formatConcise(again).text != formatted {
      Issue.record("formatting twice gives another text\n\(text)\n--- to\n\(formatted)")
    }
  }

  /// How many sentences each production gets: at most 10,000, for there are many productions.
  private var sentences: Int { min(fuzzIterations(40), 10_000) }

  /// Whether a document has all that a file without findings has.
  private func isComplete(_ document: Document) -> Bool {
    guard document.edition != nil else { return false }
    if document.set == nil { return !document.templateLists.isEmpty && document.classes.isEmpty }
    return (!document.classes.isEmpty || document.extends != nil)
      && document.classes.allSatisfy {
        ($0.id != nil || $0.change != .define) && !$0.concepts.isEmpty
      }
      && document.ood.allSatisfy { !$0.concepts.isEmpty }
  }
}
