/// A change to one file that mends a finding.
package struct Fix: Hashable, Sendable {
  /// What the change does, as a short command: "remove the repeated concept".
  package let title: String
  /// In source order, without overlaps, all in the finding's own file.
  package let edits: [Edit]
  /// Whether the change surely keeps what the author meant.
  package let isSafe: Bool

  package init(_ title: String, _ edits: [Edit], isSafe: Bool = true) {
    self.title = title
    self.edits = edits
    self.isSafe = isSafe
  }

  package struct Edit: Hashable, Sendable {
    package let range: TextRange
    package let replacement: String

    package init(_ range: TextRange, _ replacement: String) {
      self.range = range
      self.replacement = replacement
    }
  }
}
