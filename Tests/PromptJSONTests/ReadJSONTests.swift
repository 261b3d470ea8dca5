import PromptJSON
import TestSupport
import Testing

@Suite struct ReadJSONTests {
  @Test func everyKindOfValueIsRead() throws {
    let text = #" {"a": [1, -2.5e3, true, false, null], "b": {"é": "x\n\u00e9\ud83d\ude00"}} "#
    let value = try readJSON(Array(text.utf8))
    #expect(
      value == [
        "a": [1, .number("-2.5e3"), true, false, .null], "b": ["é": "x\né😀"],
      ])
    #expect(value["a"]?.elements?[1].double == -2500)
    #expect(value["a"]?.elements?[1].int == nil)
  }

  @Test func largeIntegersStayExact() throws {
    let value = try readJSON(Array("[9223372036854775807, 9223372036854775808]".utf8))
    #expect(value.elements?[0].int == .max)
    #expect(value.elements?[1].int == nil)
  }

  @Test(arguments: [
    ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\":1,\"a\":2}", 7), ("[01]", 1), ("\"\\ud800\"", 1),
    ("\"a", 0), ("1 2", 2), ("[1 2]", 3), ("{a:1}", 1), ("tru", 0), ("\"\u{1}\"", 1), ("[-]", 2),
    ("\"\\x\"", 1), ("{\"a\" 1}", 5),
  ])
  func whatIsWrongIsRefusedWithItsByte(text: String, byte: Int) {
    #expect(throws: JSONError.self) { try readJSON(Array(text.utf8)) }
    do { _ = try readJSON(Array(text.utf8)) } catch { #expect(error.byte == byte) }
  }

  @Test(arguments: [0, 7, 8, 1_999])
  func aKeyOfManyThatIsThereTwiceIsFound(_ repeated: Int) throws {
    // Keys that differ in their last byte, in their length, and by bytes alone.
    var keys = (0..<2_000).map { String(repeating: "k", count: 5 + $0 % 13) + String($0) }
    keys += ["\u{E9}", "e\u{301}", "", "\u{0}\u{0}", "\u{0}"]
    func text(_ keys: [String]) -> String {
      JSONValue.object(keys.map { .init($0, .null) }).text()
    }
    #expect(try readJSON(Array(text(keys).utf8)).members?.map(\.key) == keys)
    let whole = text(keys + [keys[repeated]])
    let quoted = JSONValue.string(keys[repeated]).text()
    do {
      _ = try readJSON(Array(whole.utf8))
      Issue.record("`\(keys[repeated])` was accepted twice")
    } catch {
      #expect(error.byte == whole.utf8.count - quoted.utf8.count - ":null}".utf8.count)
      #expect(error.reason.contains("is there twice"))
    }
  }

  @Test func deepNestingIsRefused() {
    let text = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError.self) { try readJSON(Array(text.utf8)) }
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    #expect(throws: JSONError.self) { try readJSON([0x22, 0xFF, 0x22]) }
  }

  @Test func whatIsWrittenReadsBackAsTheSameFuzz() throws {
    var chance = SeededGenerator(seed: 11)
    for _ in 0..<fuzzIterations(2_000) {
      let value = randomValue(depth: 0, &chance)
      #expect(try readJSON(Array(value.text().utf8)) == value)
      #expect(try readJSON(Array(value.text(.indented).utf8)) == value)
      var damaged = Array(value.text().utf8)
      damaged[Int.random(in: damaged.indices, using: &chance)] = .random(
        in: 0...255, using: &chance)
      _ = try? readJSON(damaged)
    }
  }

  private func randomValue(depth: Int, _ chance: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth < 4 ? 7 : 5), using: &chance) {
    case 0: return .null
    case 1: return .bool(.random(using: &chance))
    case 2: return .int(Int.random(in: .min ... .max, using: &chance))
    case 3: return .double(Double.random(in: -1e300...1e300, using: &chance))
    case 4: return .string(randomText(&chance))
    case 5:
      return .array(
        (0..<Int.random(in: 0...4, using: &chance)).map { _ in
          randomValue(depth: depth + 1, &chance)
        })
    default:
      return .object(
        (0..<Int.random(in: 0...4, using: &chance)).map {
          .init("\($0)" + randomText(&chance), randomValue(depth: depth + 1, &chance))
        })
    }
  }

  private func randomText(_ chance: inout SeededGenerator) -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "\"", "\\", "\n", "\u{1}", "é", "e", "\u{301}", "😀", "\u{2028}",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...6, using: &chance) {
      text.unicodeScalars.append(scalars.randomElement(using: &chance)!)
    }
    return text
  }
}
