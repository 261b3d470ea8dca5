import PromptModel
import PromptSource
import PromptSyntax
import TestSupport
import Testing

@Suite struct TemplateTests {
  /// The pieces of one template in a set.
  private func pieces(_ template: String) -> [Template.Piece]? {
    var document = Document(file: SourceFile(path: "t", text: template))
    let written = Located(template, at: TextRange(0, template.utf8.count))
    document.templateLists = [
      TemplateListDeclaration(
        name: Located("default", at: TextRange(at: 0)), body: .templates([written]))
    ]
    document.classes = [
      ClassDeclaration(
        id: Located(0, at: TextRange(at: 0)), name: Located("x", at: TextRange(at: 0)),
        superclass: nil, templates: nil, concepts: [], range: TextRange(at: 0))
    ]
    return resolve(document, importing: { _, _ in .notFound(reason: "none") }).set?
      .classes[0].templates.templates.first?.pieces
  }

  @Test func eachHoleIsAPiece() {
    #expect(pieces("a photo of {}.") == [.literal("a photo of "), .concept, .literal(".")])
    #expect(pieces("{a}") == [.article])
    #expect(pieces("{there} here") == [.there, .literal(" here")])
  }

  @Test func doubledBracesAreBraces() {
    #expect(pieces("{{{}}}") == [.literal("{"), .concept, .literal("}")])
    #expect(pieces("{{a}} {a}") == [.literal("{a} "), .article])
  }

  @Test(arguments: ["{", "}", "{}}", "{ }", "{A}", "{{}}", "", "no hole", "{a", "a} {}"])
  func otherBracesGiveNoTemplate(_ text: String) { #expect(pieces(text) == nil) }

  @Test func anyTextGivesPiecesThatSpellItFuzz() {
    var chance = SeededGenerator(seed: 4)
    let alphabet = ["{", "}", "{{", "}}", "{}", "{a}", "{there}", "a", " ", "é", "\"", "木", "the"]
    for _ in 0..<fuzzIterations(2_000) {
      let text = (0..<Int.random(in: 0...12, using: &chance))
        .map { _ in alphabet.randomElement(using: &chance) ?? "" }.joined()
      guard let pieces = pieces(text) else { continue }
      let spelled = pieces.map { piece in
        switch piece {
        case .literal(let literal):
          literal.replacing("{", with: "{{").replacing("}", with: "}}")
        case .concept: "{}"
        case .article: "{a}"
        case .there: "{there}"
        }
      }
      #expect(spelled.joined() == text)
    }
  }
}
