internal import PromptSource
internal import PromptSyntax

/// Reads a published list of classes.
///
/// - Parameter columns: what the columns of a list with tabs are; nil to find out.
func readList(_ file: SourceFile, form: ListForm, columns: [ListColumn]?) -> ImportedList {
  let (isText, found) = checkCharacters(file, spelling: .concise)
  var list = ImportedList(file)
  // Invisible characters are kept, and reported: they may well be in a published list.
  list.diagnostics = found
  guard isText else { return list }
  switch form {
  case .fcclip: readNumberedLines(&list)
  case .list: readLabelLines(&list, columns: columns)
  case .json: readJSONList(&list)
  }
  if list.document.classes.isEmpty, list.diagnostics.isEmpty {
    list.report(
      .missingClasses, "the list has no classes", TextRange(at: 0),
      help: "is it of another form? See `--from`")
  }
  return list
}

/// The lines that hold more than blanks, without the blanks at their ends.
private func writtenLines(_ file: SourceFile) -> [TextRange] {
  file.lineStarts.indices.compactMap { index in
    var range = file.range(ofLine: index + 1)
    if index == 0, file.utf8.starts(with: [0xEF, 0xBB, 0xBF]) { range.start = min(3, range.end) }
    while range.end > range.start, [0x20, 0x09].contains(file.utf8[range.end - 1]) {
      range.end -= 1
    }
    while range.end > range.start, [0x20, 0x09].contains(file.utf8[range.start]) {
      range.start += 1
    }
    return range.isEmpty ? nil : range
  }
}

/// `id:name,synonym,…`. A class named `invalid_class_id` keeps an id free, and makes a comment.
private func readNumberedLines(_ list: inout ImportedList) {
  let file = list.document.file
  for range in writtenLines(file) {
    let line = file.utf8[range.start..<range.end]
    if line.first == UInt8(ascii: "#") {
      list.note(range)
      continue
    }
    // The first colon ends the id; a name may hold another.
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
      list.report(
        .missingID, "the line has no id", range,
        help: "write `0:name,synonym`; a list without ids is read with `--from list`")
      continue
    }
    guard let id = list.id(at: TextRange(range.start, colon)) else { continue }
    let text = Array(line[(colon + 1)...])
    if String(decoding: text, as: UTF8.self) == "invalid_class_id" {
      list.note(range)
      continue
    }
    let concepts = list.concepts(text, needsBlank: false) {
      TextRange(colon + 1 + $0.lowerBound, colon + 1 + $0.upperBound)
    }
    list.add(id: id, concepts, range)
  }
}

/// A label a line, and what else its columns say.
private func readLabelLines(_ list: inout ImportedList, columns: [ListColumn]?) {
  let table = ListTable(list.document.file, lines: writtenLines(list.document.file))
  if table.hasColumns || columns != nil {
    return readLabelTable(&list, table, columns: columns)
  }
  for row in table.comments { list.note(row.range) }
  for row in table.rows {
    list.add(id: Located(list.document.classes.count, at: row.range), label: row.range)
  }
}
