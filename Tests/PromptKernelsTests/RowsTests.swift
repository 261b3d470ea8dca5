import PromptKernels
import Testing

struct RowsTests {
  @Test func aRowFillsAndAddsToEveryRow() {
    var matrix = [Float](repeating: 9, count: 6)
    var span = matrix.mutableSpan
    fill(&span, withRow: [1, 2].span)
    add(row: [10, 20].span, to: &span)
    add([1, 2, 3, 4, 5, 6].span, to: &span)
    #expect(matrix == [12, 24, 14, 26, 16, 28])
  }

  @Test func namedRowsMoveToTheFront() {
    var matrix: [Float] = [0, 0, 1, 1, 2, 2, 3, 3]
    var span = matrix.mutableSpan
    moveToFront(rows: [0, 2, 3].span, of: &span, width: 2)
    #expect(matrix[..<6] == [0, 0, 2, 2, 3, 3])
  }

  @Test func rowsOfTwoTablesAreSummed() {
    var matrix = [Float](repeating: 0, count: 4)
    var span = matrix.mutableSpan
    let (a, b): ([Float], [Float]) = ([1, 2, 3, 4], [10, 20, 30, 40])
    setSums(
      of: a.span, rows: [1, 0].span, and: b.span, rows: [0, 1].span, width: 2, in: &span)
    #expect(matrix == [13, 24, 31, 42])
  }

  @Test(arguments: [0, 1, 15, 16, 17, 33])
  func oneValueThatIsNotFiniteIsSeen(_ count: Int) {
    let values = (0..<count).map { Float($0) * 1e37 * ($0 % 2 == 0 ? 0.5 : -0.5) }
    let finite = allFinite(values.span)
    #expect(finite)
    for index in values.indices {
      for odd in [Float.nan, .infinity, -.infinity] {
        var changed = values
        changed[index] = odd
        let stillFinite = allFinite(changed.span)
        #expect(!stillFinite)
      }
    }
  }

  @Test func bytesAreLittleEndian() {
    let bytes = littleEndianBytes(of: [1, -2].span)
    #expect(bytes == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
    let none = littleEndianBytes(of: [Float]().span)
    #expect(none.isEmpty)
  }
}
