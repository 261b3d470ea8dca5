package import PromptSource

/// The comments of a document, each given to the declaration it belongs to, for printing the document in
/// another order or spelling.
///
/// A comment at the end of a declaration's last line is its trailing one; one inside a declaration comes
/// before it, behind those that stand before it; every other belongs to the declaration that follows.
package struct AttachedComments {
  private var leading: [Int: [String]] = [:]
  private var trailing: [Int: String] = [:]
  private var parted: Set<Int> = []
  /// What no declaration follows.
  package private(set) var rest: [String] = []

  /// - Parameter ranges: of the declarations, without overlaps; each is named by its start later.
  package init(_ document: Document, ranges: [TextRange]) {
    let file = document.file
    let ranges = ranges.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    var next = 0
    for comment in document.comments {
      let start = comment.range.start
      while next < ranges.count, ranges[next].start < start { next += 1 }
      let last = next > 0 ? ranges[next - 1] : nil
      if let last, start < last.end {
        leading[last.start, default: []].append(comment.text)
      } else if let last, comment.isTrailing, trailing[last.start] == nil,
        !file.utf8[last.end..<start].contains(where: { $0 == 0x0A || $0 == 0x0D })
      {
        trailing[last.start] = comment.text
      } else if next < ranges.count {
        leading[ranges[next].start, default: []].append(comment.text)
      } else {
        rest.append(comment.text)
      }
    }
    var end = 0
    var comments = document.comments[...]
    for range in ranges {
      while let comment = comments.first, comment.range.start < range.start {
        _ = comments.popFirst()
        if file.hasBlankLine(between: end, and: comment.range.start) { parted.insert(range.start) }
        end = max(end, comment.range.end)
      }
      if file.hasBlankLine(between: end, and: range.start) { parted.insert(range.start) }
      end = max(end, range.end)
    }
  }

  /// Takes the comments before a declaration.
  package mutating func takeLeading(_ range: TextRange) -> [String] {
    leading.removeValue(forKey: range.start) ?? []
  }
  /// Takes the comment behind a declaration.
  package mutating func takeTrailing(_ range: TextRange) -> String? {
    trailing.removeValue(forKey: range.start)
  }
  /// Whether a blank line parts the declaration from the one before it.
  package func isParted(_ range: TextRange) -> Bool { parted.contains(range.start) }
}

extension SourceFile {
  /// Whether an empty line stands between two offsets.
  package func hasBlankLine(between start: Int, and end: Int) -> Bool {
    guard start < end else { return false }
    var isBlank = false
    var previous: UInt8 = 0
    for byte in utf8[start..<end] {
      if byte == 0x0D || (byte == 0x0A && previous != 0x0D) {
        if isBlank { return true }
        isBlank = true
      } else if byte != 0x20, byte != 0x09, byte != 0x0A {
        isBlank = false
      }
      previous = byte
    }
    return false
  }
}

/// Text of a document that is printed part by part, with its comments.
package struct PrintedParts {
  package private(set) var text = ""
  private var comments: AttachedComments

  package init(_ comments: AttachedComments) { self.comments = comments }

  /// Adds a declaration with its comments; a part of it may follow on further lines.
  package mutating func add(_ line: String, at range: TextRange, indentation: Int = 0) {
    let margin = String(repeating: " ", count: indentation)
    if comments.isParted(range), !text.isEmpty { parted() }
    for comment in comments.takeLeading(range) { text += margin + comment + "\n" }
    text += margin + line
    if let comment = comments.takeTrailing(range) { text += "  " + comment }
    text += "\n"
  }

  /// Adds one line that is two declarations to a comment: a name and what it refers to.
  package mutating func add(
    _ line: String, at range: TextRange, joins other: String, at otherRange: TextRange,
    indentation: Int = 0
  ) {
    let margin = String(repeating: " ", count: indentation)
    if comments.isParted(range), !text.isEmpty { parted() }
    var before = comments.takeLeading(range)
    if let comment = comments.takeTrailing(range) { before.append(comment) }
    before += comments.takeLeading(otherRange)
    for comment in before { text += margin + comment + "\n" }
    text += margin + line + other
    if let comment = comments.takeTrailing(otherRange) { text += "  " + comment }
    text += "\n"
  }

  /// Adds the comments of a declaration that is printed with another.
  package mutating func addComments(at range: TextRange, indentation: Int) {
    let margin = String(repeating: " ", count: indentation)
    var all = comments.takeLeading(range)
    if let comment = comments.takeTrailing(range) { all.append(comment) }
    for comment in all { text += margin + comment + "\n" }
  }

  package mutating func add(_ line: String) { text += line + "\n" }

  /// A blank line, unless there is one or nothing yet.
  package mutating func parted() {
    if !text.isEmpty, !text.hasSuffix("\n\n") { text += "\n" }
  }

  package mutating func finish() {
    guard !comments.rest.isEmpty else { return }
    parted()
    for comment in comments.rest { text += comment + "\n" }
  }
}
