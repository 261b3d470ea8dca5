package import PromptSource

/// A part of a declaration that stays on one line.
package struct LayoutPiece {
  package var text: String
  /// Where it stands in the file.
  package var range: TextRange
  /// The blanks before it where it does not start a line.
  package var blanks: Int
  /// Whether it may start a line.
  package var mayStartLine: Bool

  package init(_ text: String, _ range: TextRange, blanks: Int = 1, mayStartLine: Bool = false) {
    self.text = text
    self.range = range
    self.blanks = blanks
    self.mayStartLine = mayStartLine
  }
}

extension LayoutLines {
  /// Adds pieces to the last line, as many as fit; the others go to lines with a hanging indentation.
  ///
  /// Comments between pieces end their line; before a piece that may not start a line they wait.
  package mutating func fill(_ pieces: [LayoutPiece], hanging: Int) {
    for (index, piece) in pieces.enumerated() {
      if piece.mayStartLine {
        // What may not start a line belongs to the piece before it.
        let needed =
          columns(of: piece.text)
          + pieces[(index + 1)...].prefix { !$0.mayStartLine }
          .reduce(0) { $0 + $1.blanks + columns(of: $1.text) }
        let start = piece.range.start
        takeComments(before: start, indentation: hanging, keepsBlankLines: false)
        if isClosed || width + piece.blanks + needed > Self.maximumWidth {
          startLine(at: start, indentation: hanging, keepsBlank: false)
          append(piece.text)
        } else {
          append(String(repeating: " ", count: piece.blanks) + piece.text)
        }
      } else {
        append(String(repeating: " ", count: piece.blanks) + piece.text)
      }
      advance(to: piece.range.end)
    }
  }
}
