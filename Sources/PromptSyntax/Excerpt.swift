package import PromptSource

/// Text to be parsed and where each of its bytes stands in the file: the whole file in the concise
/// spelling, one scalar in YAML, where escapes and folding move bytes.
package struct Excerpt: Sendable {
  package let file: SourceFile
  package let utf8: [UInt8]
  private let places: Places

  private enum Places: Sendable {
    case shifted(by: Int)
    /// The file's offset of each byte, and of the end.
    case table([Int])
    case whole(TextRange)
  }

  /// The whole file.
  package init(_ file: SourceFile) {
    self.file = file
    utf8 = file.utf8
    places = .shifted(by: 0)
  }

  /// Text that stands in the file byte for byte from `start`.
  package init(_ utf8: [UInt8], in file: SourceFile, from start: Int) {
    self.file = file
    self.utf8 = utf8
    places = .shifted(by: start)
  }

  /// Text of which byte `i` stands at `offsets[i]`; the last of `utf8.count + 1` offsets is the end.
  package init(_ utf8: [UInt8], in file: SourceFile, offsets: [Int]) {
    precondition(offsets.count == utf8.count + 1, "one offset for each byte and one for the end")
    self.file = file
    self.utf8 = utf8
    places = .table(offsets)
  }

  /// Text whose bytes cannot be told apart in the file: every range is the whole.
  package init(_ utf8: [UInt8], in file: SourceFile, all range: TextRange) {
    self.file = file
    self.utf8 = utf8
    places = .whole(range)
  }

  /// The file's range of a range of ``utf8``.
  package func range(_ start: Int, _ end: Int) -> TextRange {
    switch places {
    case .shifted(let by): TextRange(start + by, end + by)
    case .table(let offsets): TextRange(offsets[start], max(offsets[start], offsets[end]))
    case .whole(let range): range
    }
  }

  func text(_ start: Int, _ end: Int) -> String {
    String(decoding: utf8[start..<end], as: UTF8.self)
  }
}
