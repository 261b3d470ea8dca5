/// Which columns a set has, and the order of its rows.
struct BankLayout {
  /// In the order of their first class.
  var superclasses: [String] = []
  /// For each class, its superclass or -1.
  var classSuperclasses: [Int] = []
  var classColumns: [Int] = []
  var columnKinds: [UInt8] = []
  var columnOwners: [Int] = []
  /// One more than there are ood entries.
  var oodColumns: [Int] = []
  var rows: [Row] = []

  /// A row of the bank.
  struct Row {
    var concept: BankContents.Concept
    var column: Int
    var owner: Int
    var templateList: Int
    /// Which embedding of the contents it is.
    var source: Int
  }

  init(_ contents: BankContents) {
    addClasses(contents)
    addRows(contents)
  }

  private mutating func addClasses(_ contents: BankContents) {
    var superclassNumbers: [String: Int] = [:]
    var superclassColumns: [Int: Int] = [:]
    for (index, idClass) in contents.classes.enumerated() {
      var number = -1
      if let superclass = idClass.superclass {
        number = superclassNumbers[superclass] ?? superclasses.count
        if number == superclasses.count {
          superclasses.append(superclass)
          superclassNumbers[superclass] = number
        }
      }
      classSuperclasses.append(number)
      let isMerged = contents.scoring.columns == .superclass && number >= 0
      if isMerged, let column = superclassColumns[number] {
        classColumns.append(column)
        continue
      }
      if isMerged { superclassColumns[number] = columnKinds.count }
      classColumns.append(columnKinds.count)
      columnKinds.append(isMerged ? 1 : 0)
      columnOwners.append(isMerged ? number : index)
    }
  }

  private mutating func addRows(_ contents: BankContents) {
    for (index, idClass) in contents.classes.enumerated() {
      for concept in idClass.concepts {
        rows.append(
          Row(
            concept: concept, column: classColumns[index], owner: index,
            templateList: idClass.templateList, source: rows.count))
      }
    }
    // Classes of one superclass need not stand together; the sort is stable.
    rows.sort { ($0.column, $0.source) < ($1.column, $1.source) }
    for (index, entry) in contents.ood.enumerated() {
      oodColumns.append(columnKinds.count)
      for (number, concept) in entry.concepts.enumerated() {
        if number == 0 || contents.scoring.ood == .separate {
          columnKinds.append(2)
          columnOwners.append(index)
        }
        rows.append(
          Row(
            concept: concept, column: columnKinds.count - 1, owner: index,
            templateList: entry.templateList, source: rows.count))
      }
    }
    oodColumns.append(columnKinds.count)
  }
}
