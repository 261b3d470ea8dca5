internal import PromptSource
internal import PromptSyntax

/// What the columns of a list are taken for, and of those that are left out, why.
struct FoundColumns {
  var columns: [ListColumn]
  var doubts: [Int: String] = [:]
}

/// Finds out what the columns of a table are: by the names above them, else by what they hold. Numbers that
/// stand once each are ids; words that stand in every line, some more than once, are superclasses, where
/// there is one such column.
///
/// - Parameter names: what stands above the columns, as ``columnNames(of:)`` gives it.
func findColumns(_ table: ListTable, names: [String]?) -> FoundColumns {
  names.map { columnsByName(table, $0) } ?? columnsByContent(table)
}

/// The names above the columns: a comment in front of the first row with a cell for each column, or the first
/// row itself, if it has a name for the label and for another column.
func columnNames(of table: ListTable) -> (names: [String], isRow: Bool)? {
  func names(_ row: ListTable.Row) -> [String] { row.cells.map { columnName(table.file.text($0)) } }
  if let first = table.rows.first {
    let kinds = names(first).map { columnKind($0) }
    if kinds.contains(.label), kinds.contains(.id) || kinds.contains(.superclass) {
      return (names(first), true)
    }
  }
  let start = table.rows.first?.range.start ?? 0
  let above = table.comments.last {
    $0.range.start < start && $0.cells.count == table.width
      && names($0).contains { columnKind($0) != .none }
  }
  return above.map { (names($0), false) }
}

/// `Category (of 8); count: 41` and `# columns: name` without what is said beside the name.
private func columnName(_ text: String) -> String {
  let text = text.prefix { !"(;,".contains($0) }
  let start = text.lastIndex(of: ":").map { text.index(after: $0) } ?? text.startIndex
  var name = text[start...].drop { " #".contains($0) }
  while name.last == " " { name.removeLast() }
  return String(name)
}

private func columnKind(_ name: String) -> ListColumn {
  let word = name.lowercased().filter(\.isLetter)
  return switch word {
  case "label", "labels", "labelname", "name", "names", "class", "classes", "classname": .label
  case "id", "ids", "classid", "labelid", "trainid", "index", "idx": .id
  case "superclass", "superclasses", "category", "supercategory", "parent", "parentcategory",
    "parentclass", "group":
    .superclass
  default: .none
  }
}

private func columnsByName(_ table: ListTable, _ names: [String]) -> FoundColumns {
  let kinds = (0..<table.width).map { names.indices.contains($0) ? columnKind(names[$0]) : .none }
  let label = kinds.firstIndex(of: .label) ?? kinds.firstIndex { $0 != .id } ?? 0
  var found = FoundColumns(columns: kinds.map { _ in .none })
  found.columns[label] = .label
  for kind in [ListColumn.id, .superclass] {
    guard let column = kinds.indices.first(where: { kinds[$0] == kind && $0 != label }) else {
      continue
    }
    found.columns[column] = kind
  }
  for column in kinds.indices where found.columns[column] == .none {
    let taken = kinds[column] == .none ? nil : found.columns.firstIndex(of: kinds[column])
    found.doubts[column] =
      taken.map { "column \($0 + 1) is the \(kinds[column].rawValue)" }
      ?? (names.indices.contains(column)
        ? "\(quoted(names[column])) is no label, id or superclass" : "it has no name")
  }
  return found
}

private func columnsByContent(_ table: ListTable) -> FoundColumns {
  let texts = (0..<table.width).map { column in
    table.rows.compactMap { table.text(column, of: $0) }
  }
  let isNumeric = texts.map { $0.allSatisfy { isNumber($0) } }
  let label = texts.indices.first { !isNumeric[$0] } ?? 0
  var found = FoundColumns(columns: texts.map { _ in .none })
  found.columns[label] = .label
  let count = table.rows.count
  let ids = texts.indices.filter { column in
    let numbers = texts[column].compactMap(wholeNumber)
    return column != label && isNumeric[column] && texts[column].count == count
      && !numbers.isEmpty && Set(numbers).count == numbers.count
  }
  if let first = ids.first { found.columns[first] = .id }
  let groups = texts.indices.filter {
    $0 != label && !isNumeric[$0] && texts[$0].count == count && Set(texts[$0]).count < count
  }
  if groups.count == 1 { found.columns[groups[0]] = .superclass }
  for column in texts.indices where found.columns[column] == .none && !texts[column].isEmpty {
    found.doubts[column] =
      if texts[column].count < count {
        "not every line has it"
      } else if isNumeric[column] {
        ids.first.map { "column \($0 + 1) is the id" } ?? "its numbers repeat, as ids do not"
      } else if groups.count > 1 {
        "columns \(groups.map { "\($0 + 1)" }.joined(separator: ", ")) could each be the superclass"
      } else {
        "its words stand once each, as superclasses do not"
      }
  }
  return found
}

/// Whether a cell may be an id, or the sign that there is none.
private func isNumber(_ text: String) -> Bool { wholeNumber(text) != nil || isNoID(text) }

/// What data sets write where a label has no id: a number below 0, or a dash.
func isNoID(_ text: String) -> Bool {
  text == "-" || text.hasPrefix("-") && wholeNumber(String(text.dropFirst())) != nil
}
