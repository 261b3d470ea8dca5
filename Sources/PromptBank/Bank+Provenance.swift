internal import TensorFiles

extension Bank {
  /// One row: a concept, whose it is, where it was written, and what was encoded for it.
  public struct Concept: Hashable, Sendable {
    /// As the prompts hold it.
    public var text: String
    /// The column of the row.
    public var column: Int
    /// The class or ood entry it is of.
    public var owner: Owner
    /// Where it was written.
    public var origin: Origin
    /// One for each template of the owner's list, in that order.
    public var prompts: [String]

    /// The class or ood entry that a concept is of.
    public enum Owner: Hashable, Sendable {
      /// The index of a class.
      case idClass(Int)
      /// The index of an ood entry.
      case ood(Int)
    }

    /// Where a concept was written.
    public struct Origin: Hashable, Sendable {
      /// Relative to the folder of the set's own file.
      public var file: String
      /// Counted from 1.
      public var line: Int
      /// The Unicode scalar in the line, counted from 1.
      public var character: Int
    }
  }

  /// A source file of the set.
  public struct SourceDigest: Hashable, Sendable {
    /// Relative to the folder of the set's own file.
    public var name: String
    /// SHA-256 in 64 hexadecimal digits.
    public var sha256: String
  }

  /// A named list of templates, as written in the set.
  public struct TemplateList: Hashable, Sendable {
    /// What the set calls it.
    public var name: String
    /// In source order.
    public var templates: [String]
    /// SHA-256 in 64 hexadecimal digits.
    public var sha256: String
  }

  /// The text of a row.
  ///
  /// - Precondition: the index is below ``conceptCount``; likewise below.
  public func conceptText(_ row: Int) -> String { tables.conceptText[row] }

  /// All that is known of a row.
  public func concept(_ row: Int) -> Concept {
    let column = Int(tables.conceptColumns[row])
    let owner = Int(tables.conceptOwners[row])
    return Concept(
      text: conceptText(row), column: column,
      owner: column < idColumnCount ? .idClass(owner) : .ood(owner),
      origin: .init(
        file: name(tables.fileNames, Int(tables.originFiles[row])),
        line: Int(tables.originLines[row]), character: Int(tables.originCharacters[row])),
      prompts: tables.conceptPrompts.pieces(row))
  }

  /// The set's own file first, then what it imports.
  public var files: [SourceDigest] {
    (0..<tables.fileNames.count).map {
      SourceDigest(
        name: name(tables.fileNames, $0),
        sha256: hexadecimal(tables.fileDigests.copy($0 * 32..<$0 * 32 + 32)))
    }
  }

  /// The lists that classes and ood entries use.
  public var templateLists: [TemplateList] {
    (0..<tables.templateListNames.count).map { list in
      TemplateList(
        name: name(tables.templateListNames, list),
        templates: tables.templates.copy(tables.templateListOffsets.range(list))
          .map { tables.strings[Int($0)] },
        sha256: hexadecimal(tables.templateListDigests.copy(list * 32..<list * 32 + 32)))
    }
  }

  /// The digest of each tensor as the bank records it, by name: 64 hexadecimal digits.
  public var tensorDigests: [(name: String, sha256: String)] {
    BankTables.names.sorted().compactMap { name in
      file.metadata[MetadataKey.digest(ofTensor: name)].map { (name, $0) }
    }
  }

  /// The identity of the bank as it records it, `sha256:` and 64 hexadecimal digits; nil where it does
  /// not.
  public var digest: String? { file.metadata[MetadataKey.digest] }
}
