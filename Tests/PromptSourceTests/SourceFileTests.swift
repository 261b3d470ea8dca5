import PromptSource
import Testing

@Suite struct SourceFileTests {
  @Test(arguments: [
    (0, 1, 1), (2, 1, 3), (3, 2, 1), (5, 2, 2), (6, 2, 3), (8, 3, 1), (9, 4, 1), (10, 4, 2),
    (99, 4, 2),
  ])
  func positionsCountLinesAndScalars(offset: Int, line: Int, column: Int) {
    // "é" is two bytes; "\r\n", "\r" and "\n" each end one line.
    let file = SourceFile(path: "x", text: "ab\néb\r\n\rc")
    #expect(file.position(of: offset) == SourcePosition(line: line, column: column))
  }

  @Test func columnsOnAVeryLongLineCountScalars() {
    let file = SourceFile(path: "x", text: "a\n" + String(repeating: "aé", count: 5_000))
    for scalar in [0, 1, 700, 2_047, 2_048, 9_999, 10_000] {
      // Every second scalar takes two bytes.
      #expect(
        file.position(of: 2 + scalar + scalar / 2) == SourcePosition(line: 2, column: scalar + 1))
    }
  }

  @Test func aLineIsGivenWithoutItsBreak() {
    let file = SourceFile(path: "x", text: "ab\r\ncd")
    #expect(file.text(file.range(ofLine: 1)) == "ab")
    #expect(file.text(file.range(ofLine: 2)) == "cd")
  }

  @Test(
    arguments: [
      ([0x61, 0xFF, 0x62], 1), ([0xC3], 0), ([0x61, 0x62], nil), ([], nil),
      ([0xED, 0xA0, 0x80], 0),
      ([0xEF, 0xBF, 0xBD, 0xFF], 3),
    ] as [([UInt8], Int?)])
  func theFirstByteThatIsNotUTF8IsFound(bytes: [UInt8], first: Int?) {
    let file = SourceFile(path: "x", bytes: bytes)
    #expect(file.firstInvalidByte == first)
    #expect(String(validating: file.utf8, as: UTF8.self) != nil)
  }

  @Test func ofAFileThatIsTooLargeOnlyTheBeginningIsKept() {
    // The cut falls inside a scalar.
    var bytes = [UInt8](repeating: 0x61, count: SourceFile.largestSize + 1)
    bytes[1_023] = 0xC3
    bytes[1_024] = 0xA4
    let file = SourceFile(path: "x", bytes: bytes)
    #expect(file.isTooLarge)
    #expect(file.utf8.count <= 2_048)
    #expect(file.firstInvalidByte == nil)
  }
}
