public import TensorFiles

/// A compiled prompt set, mapped: one embedding a concept, and what each stands for.
///
/// Opening checks types, shapes, indices and the tables against each other, so that nothing here leads
/// outside the file; ``verify(digest:)`` checks what takes time with the size. The format is
/// `grammar/bank.md`.
public final class Bank: Sendable {
  /// The format version this library reads and writes.
  public static let formatVersion = 1

  /// Whether a safetensors file says that it is a bank, of whatever version.
  public static func isBank(_ file: SafetensorsFile) -> Bool {
    file.metadata[MetadataKey.version] != nil
  }

  /// The file as it was named by the caller.
  public var path: String { file.path }
  /// What the set says about itself.
  public let set: SetDescription
  /// The space that the rows, and whatever is compared with them, lie in.
  public let space: EmbeddingSpace
  /// What the encoder multiplied: `float32`, or as the bank says.
  public let precision: String
  /// Heads, activation, ε, mask and pooling of the encoder, for people; nil where the bank does not say.
  public let arithmetic: String?
  /// The choices that scores depend on.
  public let scoring: BankScoring
  /// K, the number of ID columns; they come first.
  public let idColumnCount: Int
  let file: SafetensorsFile
  let tables: BankTables

  /// Maps a bank.
  ///
  /// - Throws: ``BankError`` if the file cannot be read, is no bank, is of a newer format, or does not
  ///   hold together.
  public init(path: String) throws(BankError) {
    do throws(TensorFileError) {
      file = try SafetensorsFile(path: path)
    } catch {
      throw BankError(error)
    }
    let metadata = try BankMetadata(file.metadata, path: path)
    (set, space, scoring) = (metadata.set, metadata.space, metadata.scoring)
    tables = try BankTables(
      file, dimension: metadata.space.dimension, hasVoid: metadata.scoring.void != nil)
    precision = metadata.precision ?? "float32"
    arithmetic = metadata.arithmetic
    idColumnCount = try checkBank(tables, metadata.scoring, path: path)
    if let last = metadata.scoring.heads?.unseen.last, last >= tables.classNames.count {
      throw BankError(
        path: path, reason: "`promptbank.unseen` names class \(last), which is not there")
    }
  }

  /// D, the length of a row.
  public var dimension: Int { space.dimension }
  /// C, the number of rows.
  public var conceptCount: Int { tables.conceptColumns.count }
  /// K + Q, the number of columns.
  public var columnCount: Int { tables.columnKinds.count }
  /// The number of ID classes.
  public var classCount: Int { tables.classNames.count }
  /// The number of ood entries.
  public var oodCount: Int { tables.oodNames.count }

  /// Lends the rows, [C, D], each of length 1, those of a column together.
  public func withEmbeddings<Result, Failure: Error>(
    _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try tables.embeddings.withNumbers(body)
  }

  /// Lends the column of each row, [C]: never falling, from 0 to K + Q − 1.
  public func withConceptColumns<Result, Failure: Error>(
    _ body: (Span<Int32>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try tables.conceptColumns.withNumbers(body)
  }

  /// The void row, [D], of length 1; nil in a bank without a void column.
  public var voidEmbedding: [Float]? { tables.voidEmbedding?.copy(0..<dimension) }
}
