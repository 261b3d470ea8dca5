/// A range in a named file: where a finding points, where a concept was written.
package struct SourcePlace: Hashable, Sendable {
  package let file: SourceFile
  package let range: TextRange

  package init(_ file: SourceFile, _ range: TextRange) {
    self.file = file
    self.range = range
  }

  package var start: SourcePosition { file.position(of: range.start) }
  package var end: SourcePosition { file.position(of: range.end) }

  package static func == (left: SourcePlace, right: SourcePlace) -> Bool {
    left.file === right.file && left.range == right.range
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(file))
    hasher.combine(range)
  }
}
