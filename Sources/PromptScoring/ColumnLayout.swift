/// How the rows of concept embeddings divide into the columns of the softmax: with the rows and the
/// column of each, all that the arithmetic needs of a bank.
package struct ColumnLayout: Hashable, Sendable {
  /// D, the numbers of a row.
  package var dimension: Int
  /// K: how many columns, from the first, are ID.
  package var idColumns: Int
  /// Q: how many columns after them are ood.
  package var oodColumns: Int

  package init(dimension: Int, idColumns: Int, oodColumns: Int) {
    self.dimension = dimension
    self.idColumns = idColumns
    self.oodColumns = oodColumns
  }

  package var columns: Int { idColumns + oodColumns }

  /// - Throws: ``ScoringError`` if there is no ID column, a column has no row, or the sizes disagree.
  func check(rows: Span<Float>, rowColumns: Span<Int32>) throws(ScoringError) {
    guard idColumns > 0 else { throw ScoringError(reason: "the bank has no ID column") }
    let (size, overflow) = rowColumns.count.multipliedReportingOverflow(by: dimension)
    let (columns, tooMany) = idColumns.addingReportingOverflow(oodColumns)
    guard dimension > 0, !overflow, size == rows.count, oodColumns >= 0, !tooMany,
      columns <= rowColumns.count
    else { throw ScoringError(reason: "the bank's sizes disagree") }
    var hasRow = [Bool](repeating: false, count: columns)
    for row in rowColumns.indices {
      let column = Int(rowColumns[row])
      guard (0..<columns).contains(column) else {
        throw ScoringError(reason: "concept \(row) of the bank has no column")
      }
      hasRow[column] = true
    }
    if let empty = hasRow.firstIndex(of: false) {
      throw ScoringError(reason: "column \(empty) of the bank has no concept")
    }
  }
}
