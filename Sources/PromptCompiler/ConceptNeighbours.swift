internal import PromptExpansion
internal import PromptKernels
internal import PromptModel
internal import PromptSource
internal import Synchronization

/// The most similar concepts of one concept.
struct ConceptNeighbours: Sendable {
  /// Of its own class or entry, written elsewhere in it.
  var own: Neighbour?
  /// For a concept of a class: of the classes that are scored apart from its own. For an outlier: of all
  /// classes.
  var other: Neighbour?
  /// For an outlier: of the classes that its entry is near.
  var declared: Neighbour?

  /// A concept and its cosine, from -1 to 1.
  struct Neighbour: Sendable {
    var similarity: Float
    /// Its row.
    var row: Int
    /// The owner of the row.
    var owner: Int
  }
}

/// The concepts of an expansion, one row each, with their owners.
struct ConceptRows {
  private(set) var rows: [(owner: Int, concept: Concept)] = []
  let owners: [ConceptOwner]
  /// The rows of each owner.
  private(set) var ranges: [Range<Int>] = []
  private let set: PromptSet

  /// The classes' concepts in order, then the ood entries'.
  init(_ expansion: Expansion) {
    set = expansion.set
    owners = Array(expansion.owners)
    for (index, owner) in owners.enumerated() {
      let start = rows.count
      rows += expansion.concepts(of: owner).map { (index, $0) }
      ranges.append(start..<rows.count)
    }
  }

  /// The name of the class that an owner is.
  func className(_ owner: Int) -> String? {
    owners[owner].classIndex.map { set.classes[$0].name }
  }

  /// For each owner what is scored as one with it: equal numbers for classes of one superclass where those
  /// are the columns. Outliers have numbers of their own.
  fileprivate var columns: [Int] {
    var known: [String: Int] = [:]
    return owners.indices.map { owner in
      guard set.scoring.columns == .superclass, let index = owners[owner].classIndex,
        let superclass = set.classes[index].superclass
      else { return owner }
      if let column = known[superclass] { return column }
      known[superclass] = owner
      return owner
    }
  }

  /// The owners that an outlier's entry is near; none for a class.
  fileprivate var declaredNear: [[Int]] {
    let classes = Dictionary(
      owners.indices.compactMap { owner in className(owner).map { ($0, owner) } },
      uniquingKeysWith: { first, _ in first })
    return owners.map { owner in
      guard case .ood(let index) = owner else { return [] }
      return set.ood[index].near.compactMap { classes[$0] }.sorted()
    }
  }
}

extension ConceptOwner {
  fileprivate var classIndex: Int? { if case .class(let index) = self { index } else { nil } }
}

/// The most similar concepts of every concept. Of equals the first counts.
///
/// All similarities are computed, a block of them at a time: the work is the number of concepts squared
/// times the dimension, as for one scoring of as many pixels; what is kept grows with the concepts alone.
///
/// - Parameters:
///   - embeddings: [rows, dimension], L2-normalised.
/// - Returns: one for each row.
func findNeighbours(
  _ concepts: ConceptRows, embeddings: [Float], dimension: Int
) -> [ConceptNeighbours] {
  let count = concepts.rows.count
  let (column, declaredNear) = (concepts.columns, concepts.declaredNear)
  let results = Mutex([ConceptNeighbours](repeating: ConceptNeighbours(), count: count))
  for start in stride(from: 0, to: count, by: columnsAtOnce) {
    let columns = start..<min(start + columnsAtOnce, count)
    let matrix = PackedMatrix(
      embeddings.span.extracting(columns.lowerBound * dimension..<columns.upperBound * dimension),
      outputs: columns.count, inputs: dimension)
    let classes = concepts.owners.indices.filter {
      concepts.className($0) != nil && concepts.ranges[$0].overlaps(columns)
    }
    let block = SimilarityBlock(columns: columns, ranges: concepts.ranges)
    let blocks = (count + rowsAtOnce - 1) / rowsAtOnce
    forEachInParallel(
      count: blocks, threads: availableProcessors,
      state: { [Float](repeating: 0, count: rowsAtOnce * columns.count) }
    ) { number, products in
      let rows = number * rowsAtOnce..<min((number + 1) * rowsAtOnce, count)
      var similarities = products.mutableSpan
      var workspace = PackedMatrix.Workspace()
      matrix.multiply(
        embeddings.span.extracting(rows.lowerBound * dimension..<rows.upperBound * dimension),
        rows: rows.count, into: &similarities, workspace: &workspace)
      var found = results.withLock { Array($0[rows]) }
      for row in rows {
        let index = row - rows.lowerBound
        let (owner, concept) = concepts.rows[row]
        let values = similarities.span.extracting(
          index * columns.count..<(index + 1) * columns.count)
        block.improve(&found[index].own, with: owner, values) {
          $0 != row && concepts.rows[$0].concept.place != concept.place
        }
        for other in classes where column[other] != column[owner] {
          block.improve(&found[index].other, with: other, values)
        }
        for other in declaredNear[owner] {
          block.improve(&found[index].declared, with: other, values)
        }
      }
      results.withLock { $0.replaceSubrange(rows, with: found) }
    }
  }
  return results.withLock { $0 }
}

/// So many similarities of a row are at hand at once, 1 MB for all rows of a block.
private let columnsAtOnce = 4096
private let rowsAtOnce = 64

/// The similarities of one row with some columns, which are rows themselves.
private struct SimilarityBlock {
  var columns: Range<Int>
  /// The columns of each owner.
  var ranges: [Range<Int>]

  /// Takes a concept of the owner where it is more similar than what was found so far.
  func improve(
    _ best: inout ConceptNeighbours.Neighbour?, with owner: Int, _ values: Span<Float>,
    where isAllowed: ((Int) -> Bool)? = nil
  ) {
    let range = ranges[owner].clamped(to: columns)
    var (highest, row) = (best?.similarity ?? -.infinity, -1)
    for column in range where values[column - columns.lowerBound] > highest {
      if let isAllowed, !isAllowed(column) { continue }
      (highest, row) = (values[column - columns.lowerBound], column)
    }
    if row >= 0 { best = .init(similarity: highest, row: row, owner: owner) }
  }
}
