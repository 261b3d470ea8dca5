internal import TensorFiles

/// Checks the indices of a bank's tables, and the tables against each other, as `grammar/bank.md`
/// defines them: after this, nothing a table says leads outside another.
///
/// - Returns: the number of ID columns.
func checkBank(
  _ tables: BankTables, _ scoring: BankScoring, path: String
) throws(BankError) -> Int {
  let check = BankCheck(tables: tables, scoring: scoring, path: path)
  try check.names()
  try check.templateLists()
  let idColumns = try check.columnKinds()
  try check.classes(idColumns)
  try check.idColumns(idColumns)
  try check.oodEntries(idColumns)
  try check.rows(idColumns)
  return idColumns
}

private struct BankCheck {
  let tables: BankTables
  let scoring: BankScoring
  let path: String

  private func wrong(_ tensor: String, _ reason: String) -> BankError {
    BankError(path: path, tensor: tensor, reason: reason)
  }

  private func indices(
    _ table: Table<Int32>, in range: Range<Int>
  ) throws(BankError) {
    if !table.withNumbers({ areAll($0, in: range) }) {
      throw wrong(
        table.tensor.name, "holds an index outside \(range.lowerBound)..<\(range.upperBound)")
    }
  }

  private func offsets(
    _ table: Table<Int32>, from start: Int = 0, to end: Int
  ) throws(BankError) {
    if !table.withNumbers({ areOffsets($0, from: start, to: end) }) {
      throw wrong(table.tensor.name, "does not cut \(start)..<\(end)")
    }
  }

  private func atLeastOne(_ count: Int, _ tensor: String) throws(BankError) {
    if count == 0 { throw wrong(tensor, "is empty") }
  }

  func names() throws(BankError) {
    let strings = 0..<tables.strings.count
    for table in [
      tables.classNames, tables.superclassNames, tables.oodNames, tables.templateListNames,
      tables.templates, tables.fileNames,
    ] {
      try indices(table, in: strings)
    }
    try atLeastOne(tables.classNames.count, "class_names")
    try atLeastOne(tables.fileNames.count, "file_names")
    try indices(tables.originFiles, in: 0..<tables.fileNames.count)
  }

  func templateLists() throws(BankError) {
    let lists = 0..<tables.templateListNames.count
    try indices(tables.classTemplates, in: lists)
    try indices(tables.oodTemplates, in: lists)
    try offsets(tables.templateListOffsets, to: tables.templates.count)
  }

  /// The number of ID columns.
  func columnKinds() throws(BankError) -> Int {
    let count = tables.columnKinds.withNumbers { kinds -> Int? in
      var idColumns = 0
      while idColumns < kinds.count, kinds[idColumns] < 2 { idColumns += 1 }
      var isWrong = false
      for index in idColumns..<kinds.count { isWrong = isWrong || kinds[index] != 2 }
      return isWrong ? nil : idColumns
    }
    guard let count, count > 0 else {
      throw wrong("column_kinds", "is not ID columns (0 or 1) and then ood columns (2)")
    }
    return count
  }

  func classes(_ idColumns: Int) throws(BankError) {
    try indices(tables.classColumns, in: 0..<idColumns)
    try indices(tables.classSuperclasses, in: -1..<tables.superclassNames.count)
    let count = tables.classNames.count
    if scoring.columns == .class, count != idColumns {
      throw wrong("column_kinds", "has \(idColumns) ID columns for \(count) classes")
    }
    for index in 0..<count {
      let column = Int(tables.classColumns[index])
      let superclass = tables.classSuperclasses[index]
      let isMerged = scoring.columns == .superclass && superclass >= 0
      let owner = isMerged ? superclass : Int32(index)
      if tables.columnKinds[column] != (isMerged ? 1 : 0) || tables.columnOwners[column] != owner {
        throw wrong("class_columns", "puts class \(index) into column \(column) of another owner")
      }
    }
  }

  /// With the check of classes: no two columns have one owner.
  func idColumns(_ idColumns: Int) throws(BankError) {
    var seenClass = [Bool](repeating: false, count: tables.classNames.count)
    var seenSuperclass = [Bool](repeating: false, count: tables.superclassNames.count)
    for column in 0..<idColumns {
      let owner = Int(tables.columnOwners[column])
      let isNew: Bool
      if tables.columnKinds[column] == 0 {
        isNew = seenClass.indices.contains(owner) && !seenClass[owner]
        if isNew { seenClass[owner] = true }
      } else {
        isNew = seenSuperclass.indices.contains(owner) && !seenSuperclass[owner]
        if isNew { seenSuperclass[owner] = true }
      }
      if !isNew { throw wrong("column_owners", "gives column \(column) a wrong owner") }
    }
  }

  func oodEntries(_ idColumns: Int) throws(BankError) {
    try offsets(tables.oodColumns, from: idColumns, to: tables.columnKinds.count)
    try offsets(tables.oodNearOffsets, to: tables.oodNear.count)
    try indices(tables.oodNear, in: 0..<tables.classNames.count)
    let isWrong = tables.columnOwners.withNumbers { owners in
      tables.oodColumns.withNumbers { starts in
        var isWrong = false
        for entry in 0..<starts.count - 1 {
          let (start, end) = (Int(starts[entry]), Int(starts[entry + 1]))
          isWrong = isWrong || start == end || (scoring.ood == .grouped && end - start != 1)
          for column in start..<end { isWrong = isWrong || owners[column] != Int32(entry) }
        }
        return isWrong
      }
    }
    if isWrong { throw wrong("ood_columns", "and `column_owners` differ on an entry's columns") }
  }

  func rows(_ idColumns: Int) throws(BankError) {
    let (count, columnCount) = (tables.conceptColumns.count, tables.columnKinds.count)
    try atLeastOne(count, "embeddings")
    let (isGrouped, idRows) = tables.conceptColumns.withNumbers { columns in
      let isGrouped = areGroups(columns) && Int(columns[columns.count - 1]) == columnCount - 1
      return (isGrouped, isGrouped ? firstIndex(in: columns, atLeast: idColumns) : 0)
    }
    if !isGrouped {
      throw wrong("concept_columns", "does not give the rows of \(columnCount) columns in order")
    }
    if scoring.ood == .separate, count - idRows != columnCount - idColumns {
      throw wrong("concept_columns", "puts two ood concepts into one column")
    }
    if !areOwnersRight(idRows: idRows) {
      throw wrong("concept_owners", "names an owner that does not have the row's column")
    }
  }

  private func areOwnersRight(idRows: Int) -> Bool {
    tables.conceptColumns.withNumbers { columns in
      tables.conceptOwners.withNumbers { owners in
        let idOwners = owners.extracting(0..<idRows)
        let oodOwners = owners.extracting(idRows..<owners.count)
        guard areAll(idOwners, in: 0..<tables.classNames.count),
          areAll(oodOwners, in: 0..<tables.oodNames.count)
        else { return false }
        var isWrong = false
        tables.classColumns.withNumbers { classColumns in
          for row in 0..<idRows {
            isWrong = isWrong || classColumns[Int(owners[row])] != columns[row]
          }
        }
        tables.oodColumns.withNumbers { starts in
          for row in idRows..<owners.count {
            let owner = Int(owners[row])
            let column = columns[row]
            isWrong = isWrong || column < starts[owner] || column >= starts[owner + 1]
          }
        }
        return !isWrong
      }
    }
  }
}
