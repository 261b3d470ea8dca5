/// What a column of a published list says of its labels.
package enum ListColumn: String, Sendable, CaseIterable {
  case label, id, superclass
  /// Nothing that a set has a place for.
  case none = "-"
}

/// Why a text does not say what columns are.
package struct ListColumnError: Error, CustomStringConvertible {
  package let description: String
}

/// Reads columns in their order, parted by commas: `label,id,-,superclass`.
///
/// - Throws: where there is an unknown name, one that stands twice, or no label.
package func listColumns(_ text: String) throws(ListColumnError) -> [ListColumn] {
  var columns: [ListColumn] = []
  for part in text.split(separator: ",", omittingEmptySubsequences: false) {
    let name = part.drop { $0 == " " }.prefix { $0 != " " }
    guard let column = ListColumn(rawValue: String(name)) else {
      throw ListColumnError(
        description:
          "`\(name)` is no column: write label, id, superclass, or - for one to leave out")
    }
    guard column == .none || !columns.contains(column) else {
      throw ListColumnError(description: "`\(name)` stands twice: a list has one such column")
    }
    columns.append(column)
  }
  guard columns.contains(.label) else {
    throw ListColumnError(description: "no column is the label: write label,superclass, say")
  }
  return columns
}

extension [ListColumn] {
  /// As `--columns` takes them.
  var written: String { map(\.rawValue).joined(separator: ",") }
}
