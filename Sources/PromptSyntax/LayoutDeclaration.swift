import PromptSource

/// A declaration, or the opening or closing line of a block, cut into pieces for the page.
struct LayoutDeclaration {
  enum Kind {
    case license, source, `class`, ood, renumber
    case opening, closing, other
  }

  var kind: Kind
  /// How many blocks are around it.
  var depth: Int
  /// The first piece starts the line.
  var pieces: [LayoutPiece]
  /// The pieces before `near` and before `=`, where there are such; of a text or an id that is aligned
  /// with those of neighbours, its own.
  var nearPiece: Int?
  var equalsPiece: Int?
  /// Where it starts and ends in the file.
  var range: TextRange

  /// The columns of the pieces before one of them.
  func width(before index: Int) -> Int {
    pieces[..<index].reduce(2 * depth) { $0 + $1.blanks + columns(of: $1.text) }
      - (pieces.first?.blanks ?? 0)
  }
}

/// Aligns what stands in a run of neighbouring declarations of one kind: `near` and `=` of classes and ood
/// entries, the texts of `license` and `source`, the ids of `renumber`.
///
/// A name wider than 16 columns and a head wider than 44 stay out of it: their line goes on after one
/// blank.
///
/// - Parameter isApart: whether a declaration stands behind a blank line.
func align(_ declarations: inout [LayoutDeclaration], isApart: (LayoutDeclaration) -> Bool) {
  var start = 0
  while start < declarations.count {
    let first = declarations[start]
    var end = start + 1
    while end < declarations.count, declarations[end].depth == first.depth,
      declarations[end].kind.aligns(with: first.kind), !isApart(declarations[end])
    {
      end += 1
    }
    if end > start + 1 || first.kind == .ood {
      align(&declarations, start..<end, widest: 4 + 16, at: \.nearPiece)
      align(&declarations, start..<end, widest: 44, at: \.equalsPiece)
    }
    start = end
  }
}

private func align(
  _ declarations: inout [LayoutDeclaration], _ run: Range<Int>, widest: Int,
  at piece: KeyPath<LayoutDeclaration, Int?>
) {
  let widths = run.map { index in
    declarations[index][keyPath: piece].map { declarations[index].width(before: $0) }
  }
  let column = widths.compactMap { $0 }.filter { $0 <= widest }.max() ?? 0
  for (index, width) in zip(run, widths) {
    guard let width, width <= widest, let piece = declarations[index][keyPath: piece] else {
      continue
    }
    declarations[index].pieces[piece].blanks = column - width + 1
  }
}

extension LayoutDeclaration.Kind {
  fileprivate func aligns(with other: Self) -> Bool {
    switch (self, other) {
    case (.class, .class), (.ood, .ood), (.renumber, .renumber), (.license, .source),
      (.source, .license):
      true
    default: false
    }
  }
}
