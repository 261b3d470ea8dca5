import PromptKernels
import Testing

struct RowsTests {
  @Test func aRowFillsAndAddsToTheFirstRows() {
    var matrix = [Float](repeating: 9, count: 6)
    fill(&matrix, rows: 2, withRow: [1, 2])
    add(row: [10, 20], to: &matrix, rows: 1)
    #expect(matrix == [11, 22, 1, 2, 9, 9])
  }

  @Test func runsOfRowsAreAveraged() {
    var means = [Float](repeating: 7, count: 4)
    setMeans(
      of: [1, 2, 3, 4, 5, 7, 9, 9], lastRows: [0, 2], width: 2, in: &means)
    #expect(means == [1, 2, 4, 5.5])
  }

  @Test func namedRowsMoveToTheFront() {
    var matrix: [Float] = [0, 0, 1, 1, 2, 2, 3, 3]
    moveToFront(rows: [0, 2, 3], of: &matrix, width: 2)
    #expect(matrix[..<6] == [0, 0, 2, 2, 3, 3])
  }

  @Test func namedRowsAreGathered() {
    var target: [Float] = [7, 7, 7, 7, 7, 7]
    gather(rows: [2, 0], of: [0, 0, 1, 1, 2, 2], into: &target, width: 2)
    #expect(target == [2, 2, 0, 0, 7, 7])
  }

  @Test func theFirstRowsSpreadToWhereTheyAreNeeded() {
    var matrix: [Float] = [0, 0, 1, 1, 2, 2, 9, 9, 9, 9]
    spread(rows: [0, 1, 0, 2], of: &matrix, width: 2)
    #expect(matrix == [0, 0, 1, 1, 0, 0, 2, 2, 9, 9])
  }

  @Test func rowsOfTwoTablesAreSummed() {
    var matrix = [Float](repeating: 0, count: 4)
    let (a, b): ([Float], [Float]) = ([1, 2, 3, 4], [10, 20, 30, 40])
    setSums(
      of: a.span, rows: [1, 0], and: b, rows: [0, 1], width: 2, in: &matrix)
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
