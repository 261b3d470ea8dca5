extension Bank {
  /// One entry of the softmax.
  public struct Column: Hashable, Sendable {
    /// What it stands for.
    public var kind: Kind
    /// The name of the class, superclass or ood entry.
    public var name: String
    /// The index of the class, superclass or ood entry.
    public var owner: Int

    /// What a column stands for.
    public enum Kind: String, Sendable {
      /// One ID class.
      case `class`
      /// Several ID classes, merged before the softmax.
      case superclass
      /// An ood entry, or one concept of it.
      case ood
    }
  }

  /// An in-distribution class.
  public struct IDClass: Hashable, Sendable {
    /// As the set gives it.
    public var id: Int
    /// What the set calls it.
    public var name: String
    /// The superclass it is merged into, if any.
    public var superclass: String?
    /// The column its concepts are in.
    public var column: Int
    /// The name of its template list.
    public var templateList: String
  }

  /// A named outlier concept set.
  public struct OODEntry: Hashable, Sendable {
    /// What the set calls it.
    public var name: String
    /// The names of the classes it is near.
    public var near: [String]
    /// The columns of its concepts.
    public var columns: Range<Int>
    /// The name of its template list.
    public var templateList: String
  }

  /// A column.
  ///
  /// - Precondition: the index is below ``columnCount``; likewise below.
  public func column(_ index: Int) -> Column {
    let owner = Int(tables.columnOwners[index])
    switch tables.columnKinds[index] {
    case 0: return Column(kind: .class, name: className(owner), owner: owner)
    case 1:
      return Column(kind: .superclass, name: name(tables.superclassNames, owner), owner: owner)
    default: return Column(kind: .ood, name: oodName(owner), owner: owner)
    }
  }

  /// What a column is called: by its class, superclass or ood entry.
  public func columnName(_ index: Int) -> String { column(index).name }

  /// What a class is called.
  public func className(_ index: Int) -> String { name(tables.classNames, index) }

  /// What an ood entry is called.
  public func oodName(_ index: Int) -> String { name(tables.oodNames, index) }

  /// A class, in the order of the set.
  public func idClass(_ index: Int) -> IDClass {
    let superclass = Int(tables.classSuperclasses[index])
    return IDClass(
      id: Int(tables.classIDs[index]), name: className(index),
      superclass: superclass < 0 ? nil : name(tables.superclassNames, superclass),
      column: Int(tables.classColumns[index]),
      templateList: name(tables.templateListNames, Int(tables.classTemplates[index])))
  }

  /// An ood entry, in the order of the set.
  public func oodEntry(_ index: Int) -> OODEntry {
    OODEntry(
      name: oodName(index),
      near: tables.oodNear.copy(tables.oodNearOffsets.range(index)).map { className(Int($0)) },
      columns: tables.oodColumns.range(index),
      templateList: name(tables.templateListNames, Int(tables.oodTemplates[index])))
  }

  func name(_ table: Table<Int32>, _ index: Int) -> String { tables.strings[Int(table[index])] }
}
