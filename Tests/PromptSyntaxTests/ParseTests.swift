import Foundation
import PromptSource
import PromptSyntax
import TestSupport
import Testing

@Suite struct ParseTests {
  @Test func theProjectsOwnSetsHaveNoFindings() throws {
    for name in ["cityscapes", "templates/imagenet", "templates/street", "templates/vild"] {
      let url = packageRoot.appendingPathComponent("prompts/\(name).prompts")
      let file = SourceFile(path: name, bytes: [UInt8](try Data(contentsOf: url)))
      #expect(parse(file).diagnostics.map(DiagnosticRenderer().render) == [])
    }
  }

  @Test func theStreetSetIsReadWhole() throws {
    let url = packageRoot.appendingPathComponent("prompts/base/street.prompts")
    let file = SourceFile(path: "street", bytes: [UInt8](try Data(contentsOf: url)))
    let (document, _) = parse(file)
    #expect(document.extends?.path.value == "vehicles.prompts")
    #expect(document.classes.map(\.id?.value) == (0..<13).map { $0 })
    #expect(
      document.classes[8].concepts.map(\.text.value).prefix(3) == [
        "vegetation", "tree", "palm tree",
      ])
    #expect(document.classes[8].superclass?.value == "nature")
    #expect(document.ood[0].near.map(\.value) == ["bicycle", "person"])
  }

  @Test func everyKindOfLineEndAndAByteOrderMarkGiveTheSameDocument() {
    let text =
      "edition 1\nset a \"1\"\n\n# c\nclass 0 road = road,\n  street\nood x near road = y(s)\n"
    let wanted = parse(SourceFile(path: "a", text: text))
    #expect(wanted.diagnostics == [])
    for end in ["\r\n", "\r"] {
      let other = parse(SourceFile(path: "a", text: "\u{FEFF}" + text.replacing("\n", with: end)))
      #expect(other.diagnostics == [])
      #expect(
        other.document.outline(withPlaces: false) == wanted.document.outline(withPlaces: false))
    }
  }

  @Test func bytesThatAreNotUTF8AreNamedOnceAndTheRestIsRead() {
    let bytes = Array("edition 1\nset a\nclass 0 caf".utf8) + [0xE9] + Array(" = caf".utf8) + [0xE9]
    let (document, diagnostics) = parse(SourceFile(path: "a", bytes: bytes))
    #expect(diagnostics.map(\.rule.code) == ["PB001"])
    #expect(diagnostics.first?.place.start == SourcePosition(line: 3, column: 12))
    #expect(document.classes.map(\.concepts.count) == [1])
  }

  @Test func aFileInUTF16IsOneFinding() {
    let bytes: [UInt8] = [0xFF, 0xFE] + "edition 1\nset a\n".utf8.flatMap { [$0, 0] }
    #expect(parse(SourceFile(path: "a", bytes: bytes)).diagnostics.map(\.rule.code) == ["PB001"])
    #expect(
      parse(SourceFile(path: "a", bytes: Array(bytes.dropFirst(2)))).diagnostics.map(\.rule.code)
        == ["PB001"])
  }

  @Test func aRunOfTheSameInvisibleCharacterIsOneFinding() {
    let text = "edition 1\nset a\u{200B}\u{200B}\u{200B}\u{7}\nclass 0 road = road\n"
    #expect(
      parse(SourceFile(path: "a", text: text)).diagnostics.map(\.message) == [
        "invisible character U+200B (zero-width space)",
        "invisible character U+0007 (control character)",
      ])
  }

  /// Each of these made a naive parser look ahead over the whole rest for every token.
  @Test(arguments: [
    "(", ")", "{", "}", "!", "=", ",", "\"", "#", "a(", "a{", "clas }", "ood near ", "with ",
    "superclass a {", "superclass a {\n", "templates t {\n", "class 0 a = b\n", "a \n", "\\",
    "ood a near b,", "renumber a 1, ", "renumber 1 ", "renumber ", "remove class a,", "a = => ",
    "near a b, ", "class 0 a = b\nood c near a d = e\n", "expect similarity < ",
    "scoring {", "import ", "x = ", "class 0 a = (", "},{", "\"\\", ";", "\u{200B}\u{200C}",
  ])
  func aLongRowOfOneThingIsReadInLinearTime(piece: String) {
    let text = "edition 1\nset a\n" + String(repeating: piece, count: 20_000)
    let (document, diagnostics) = parse(SourceFile(path: "a", text: text))
    #expect(document.set?.name.value == "a")
    #expect(diagnostics.count <= 2 * text.utf8.count)
  }
}
