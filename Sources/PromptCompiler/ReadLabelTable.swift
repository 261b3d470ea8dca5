internal import PromptSource
internal import PromptSyntax

/// More columns than any list of labels has; a file of other lines may have as many as bytes.
private let mostColumns = 100

/// Reads the rows of a table, a class each: its label, with synonyms parted by `, `, and its id and superclass
/// where a column has them. Without ids they count from 0. What is in no class is reported: a column, or the
/// rows without an id, which become comments.
func readLabelTable(_ list: inout ImportedList, _ table: ListTable, columns: [ListColumn]?) {
  let start = table.rows.first?.cells.first ?? TextRange(at: 0)
  guard table.width <= mostColumns else {
    return list.report(
      .unreadableList, "the list has \(table.width) columns, and \(mostColumns) at most are read",
      start, help: "tabs part the columns of a line: is this a list of labels?")
  }
  if let columns, columns.count > max(table.width, 1) {
    return list.report(
      .unreadableList,
      "the list has \(table.width == 1 ? "1 column" : "\(table.width) columns"), and `--columns` names \(columns.count)",
      start, help: "tabs part the columns of a line")
  }
  let header = columnNames(of: table)
  let found =
    columns.map { given in
      FoundColumns(
        columns: given + Array(repeating: .none, count: max(table.width - given.count, 0)),
        doubts: Dictionary(
          uniqueKeysWithValues: (given.count..<max(table.width, given.count)).map {
            ($0, "`--columns` does not name it")
          }))
    } ?? findColumns(table, names: header?.names)
  list.columns = found.columns
  for row in table.comments { list.note(row.range) }
  var rows = table.rows[...]
  if header?.isRow == true, let first = rows.popFirst() { list.note(first.range) }
  report(found, table, rows, in: &list)
  add(Array(rows), of: table, found.columns, to: &list)
}

private func add(
  _ rows: [ListTable.Row], of table: ListTable, _ columns: [ListColumn],
  to list: inout ImportedList
) {
  let label = columns.firstIndex(of: .label) ?? 0
  let ids = columns.firstIndex(of: .id)
  let superclasses = columns.firstIndex(of: .superclass)
  // Once it may be the id of a class; the ordinary rules have their say on it.
  let isIgnored255 =
    ids.map { column in rows.count { table.text(column, of: $0) == "255" } > 1 } ?? false
  var withoutID: [(name: String, range: TextRange)] = []
  /// Makes a comment of a row, and says why.
  func leaveOut(
    _ row: ListTable.Row, _ rule: Rule, _ message: String, at range: TextRange, help: String
  ) {
    list.report(rule, message, range, help: help)
    list.note(row.range)
  }
  for row in rows {
    guard let name = table.cell(label, of: row) else {
      leaveOut(
        row, .emptyConcept, "the line has no label", at: row.range,
        help: "column \(label + 1) is the label; `--columns` says otherwise")
      continue
    }
    var id = Located(list.document.classes.count, at: row.range)
    if let ids {
      guard let cell = table.cell(ids, of: row) else {
        leaveOut(
          row, .missingID, "the line has no id", at: row.range,
          help: "column \(ids + 1) is the id; `--columns` says otherwise")
        continue
      }
      let text = table.file.text(cell)
      if isNoID(text) || isIgnored255 && text == "255" {
        withoutID.append((table.file.text(name), cell))
        list.note(row.range)
        continue
      }
      guard let number = list.id(at: cell) else {
        list.note(row.range)
        continue
      }
      id = number
    }
    let superclass = superclasses.flatMap { table.cell($0, of: row) }
    list.add(
      id: id, label: name, superclass: superclass.map { Located(table.file.text($0), at: $0) })
  }
  reportWithoutID(withoutID, in: &list)
}

private func report(
  _ found: FoundColumns, _ table: ListTable, _ rows: ArraySlice<ListTable.Row>,
  in list: inout ImportedList
) {
  for (column, doubt) in found.doubts.sorted(by: { $0.key < $1.key }) {
    guard let cell = rows.lazy.compactMap({ table.cell(column, of: $0) }).first else { continue }
    let texts = rows.compactMap { table.text(column, of: $0) }.filter { !isNoID($0) && $0 != "255" }
    let isID = texts.contains { wholeNumber($0) != nil }
    let kind: ListColumn = isID ? .id : .superclass
    var other = found.columns.map { $0 == kind ? .none : $0 }
    other[column] = kind
    let repeats = Set(texts).count < texts.count
    let choice =
      repeats == isID
      ? "" : "`--columns \(other.written)` takes it for the \(kind.rawValue), "
    list.report(
      .unreadPart, "column \(column + 1) is not read: \(doubt)", cell,
      help: choice + "`--columns \(found.columns.written)` leaves it out")
  }
}

/// The labels that data sets give no id, in one finding: they are many, and their lines are in the set.
private func reportWithoutID(
  _ labels: [(name: String, range: TextRange)], in list: inout ImportedList
) {
  guard let first = labels.first else { return }
  let names = labels.prefix(3).map { quoted($0.name) }.joined(separator: ", ")
  let rest = labels.count > 3 ? " and \(labels.count - 3) more" : ""
  list.report(
    .unreadPart,
    labels.count == 1
      ? "\(names) has no id and is a comment" : "\(names)\(rest) have no id and are comments",
    first.range,
    help: "a number below 0, or 255 on several lines, says that a label is not evaluated: "
      + "make an `ood` entry of what is to be reported")
}
