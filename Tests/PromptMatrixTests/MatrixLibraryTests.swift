import TestSupport
import Testing

@testable import PromptMatrix

/// `make test` installs OpenBLAS: without it these fail.
struct MatrixLibraryTests {
  @Test(arguments: [(1, 1, 1), (2, 3, 5), (17, 33, 40), (65, 7, 129)], [false, true])
  func aProductReplacesWhatIsThereOrIsAddedToIt(
    _ size: (rows: Int, columns: Int, depth: Int), accumulating: Bool
  ) throws {
    let (rows, columns, depth) = size
    var generator = SeededGenerator(seed: 7)
    func random(_ count: Int) -> [Float] {
      (0..<count).map { _ in .random(in: -1...1, using: &generator) }
    }
    let (a, b, start) = (random(rows * depth), random(columns * depth), random(rows * columns))
    var c = start
    let library = try #require(MatrixLibrary.installed)
    library.multiply(
      a, transposed: b, rows: rows, columns: columns, depth: depth, into: &c,
      accumulating: accumulating)
    for row in 0..<rows {
      for column in 0..<columns {
        var expected = accumulating ? Double(start[row * columns + column]) : 0
        for k in 0..<depth {
          expected += Double(a[row * depth + k]) * Double(b[column * depth + k])
        }
        #expect(abs(Double(c[row * columns + column]) - expected) <= 1e-5)
      }
    }
  }

  @Test func anEmptyProductChangesNothing() throws {
    var c: [Float] = [1, 2]
    try #require(MatrixLibrary.installed).multiply(
      [Float](), transposed: [1, 2], rows: 0, columns: 2, depth: 1, into: &c)
    #expect(c == [1, 2])
  }

  @Test func theLibraryNamesItsKernels() throws {
    let description = try #require(MatrixLibrary.installed).description
    #expect(description.hasPrefix("OpenBLAS "))
    #expect(description.contains(", "))
  }
}
