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
  try check.classIndices(idColumns)
  if !check.isEachClassItsColumn(idColumns) {
    try check.classes(idColumns)
    try check.idColumns(idColumns)
  }
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
      var wrong: UInt8 = 0
      for index in idColumns..<kinds.count { wrong |= kinds[index] ^ 2 }
      return wrong == 0 ? idColumns : nil
    }
    guard let count, count > 0 else {
      throw wrong("column_kinds", "is not ID columns (0 or 1) and then ood columns (2)")
    }
    return count
  }

  func classIndices(_ idColumns: Int) throws(BankError) {
    try indices(tables.classColumns, in: 0..<idColumns)
    try indices(tables.classSuperclasses, in: -1..<tables.superclassNames.count)
    let count = tables.classNames.count
    if scoring.columns == .class, count != idColumns {
      throw wrong("column_kinds", "has \(idColumns) ID columns for \(count) classes")
    }
  }

  /// Whether class n has column n and is its owner, as in every bank without superclasses that was written
  /// here. The two checks after it would then find nothing, and take longer.
  func isEachClassItsColumn(_ idColumns: Int) -> Bool {
    scoring.columns == .class && tables.classColumns.withNumbers(areIndices)
      && tables.columnOwners.withNumbers { areIndices($0.extracting(0..<idColumns)) }
      && tables.columnKinds.withNumbers { areZero($0.extracting(0..<idColumns)) }
  }

  func classes(_ idColumns: Int) throws(BankError) {
    let count = tables.classNames.count
    let mistake = tables.classColumns.withNumbers { columns in
      tables.classSuperclasses.withNumbers { superclasses in
        tables.columnKinds.withNumbers { kinds in
          tables.columnOwners.withNumbers { owners -> Int? in
            for index in 0..<count {
              let column = Int(columns[index])
              let isMerged = scoring.columns == .superclass && superclasses[index] >= 0
              let owner = isMerged ? superclasses[index] : Int32(index)
              if kinds[column] != (isMerged ? 1 : 0) || owners[column] != owner { return index }
            }
            return nil
          }
        }
      }
    }
    if let mistake {
      throw wrong("class_columns", "puts class \(mistake) into another owner's column")
    }
  }

  /// With the check of classes: no two columns have one owner.
  func idColumns(_ idColumns: Int) throws(BankError) {
    var seen = [
      [Bool](repeating: false, count: tables.classNames.count),
      [Bool](repeating: false, count: tables.superclassNames.count),
    ]
    let mistake = tables.columnKinds.withNumbers { kinds in
      tables.columnOwners.withNumbers { owners -> Int? in
        for column in 0..<idColumns {
          let (kind, owner) = (Int(kinds[column]), Int(owners[column]))
          if !seen[kind].indices.contains(owner) || seen[kind][owner] { return column }
          seen[kind][owner] = true
        }
        return nil
      }
    }
    if let mistake { throw wrong("column_owners", "gives column \(mistake) a wrong owner") }
  }

  func oodEntries(_ idColumns: Int) throws(BankError) {
    try offsets(tables.oodColumns, from: idColumns, to: tables.columnKinds.count)
    try offsets(tables.oodNearOffsets, to: tables.oodNear.count)
    try indices(tables.oodNear, in: 0..<tables.classNames.count)
    let isWrong = tables.columnOwners.withNumbers { owners in
      tables.oodColumns.withNumbers { starts in
        for entry in 0..<starts.count - 1 {
          let (start, end) = (Int(starts[entry]), Int(starts[entry + 1]))
          if start == end || (scoring.ood == .grouped && end - start != 1) { return true }
          var wrong: Int32 = 0
          for column in start..<end { wrong |= owners[column] ^ Int32(entry) }
          if wrong != 0 { return true }
        }
        return false
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
        var wrong: Int32 = 0
        tables.classColumns.withNumbers { classColumns in
          for row in 0..<idRows { wrong |= classColumns[Int(owners[row])] ^ columns[row] }
        }
        tables.oodColumns.withNumbers { starts in
          for row in idRows..<owners.count {
            let (owner, column) = (Int(owners[row]), columns[row])
            wrong |= column < starts[owner] || column >= starts[owner + 1] ? 1 : 0
          }
        }
        return wrong == 0
      }
    }
  }
}
