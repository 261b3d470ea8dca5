/// Draws findings for people: the message, the source lines, marks under the text, and the help.
///
/// Places on the same or neighbouring lines of a file share one excerpt, in the order of the lines.
package struct DiagnosticRenderer: Sendable {
  private let palette: Palette
  /// Lines at most this far apart are drawn together, with the lines between them.
  private static let neighbourhood = 2

  package init(palette: Palette = .plain) { self.palette = palette }

  /// One finding as several lines, ending in a line break.
  package func render(_ diagnostic: Diagnostic) -> String {
    let rule = diagnostic.rule
    let colour = palette.colour(of: rule.level)
    var marks = [Mark(diagnostic.place, diagnostic.label, "^", colour, rank: 0)]
    for (index, related) in diagnostic.related.enumerated() {
      marks.append(Mark(related.place, related.message, "-", palette.note, rank: index + 1))
    }
    let gutter = marks.map { String($0.start.line).count }.max() ?? 1

    var text = colour + rule.level.rawValue + "[" + rule.code + " " + rule.name + "]"
    text += palette.reset + palette.bold + ": " + diagnostic.message + palette.reset + "\n"
    for group in Self.excerpts(marks) { text += excerpt(group, gutter: gutter) }
    if let help = diagnostic.help {
      text += String(repeating: " ", count: gutter + 1)
      text += palette.gutter + "= " + palette.reset + palette.bold + "help: " + palette.reset
      text += help + "\n"
    }
    return text
  }

  /// A place to be marked; rank 0 is the finding's own.
  private struct Mark {
    let place: SourcePlace
    let start: SourcePosition
    let label: String?
    let sign: Character
    let colour: String
    let rank: Int
    /// Whether its line is shown whole, so that other places may be marked in it.
    let isShort: Bool

    init(_ place: SourcePlace, _ label: String?, _ sign: Character, _ colour: String, rank: Int) {
      self.place = place
      start = place.start
      self.label = label
      self.sign = sign
      self.colour = colour
      self.rank = rank
      let line = place.file.range(ofLine: start.line)
      // A tab takes up to four cells.
      isShort =
        line.end - line.start <= SourceLine.maximumWidth / 4
        || (line.end - line.start <= SourceLine.maximumWidth
          && !place.file.utf8[line.start..<line.end].contains(0x09))
    }
  }

  /// The marks that are drawn together, each group in the order of its first rank.
  private static func excerpts(_ marks: [Mark]) -> [[Mark]] {
    var groups: [[Mark]] = []
    for mark in marks {
      // What joins two groups is rare; it goes to the first, and both stay readable.
      let near = groups.firstIndex { group in
        group.contains {
          $0.place.file === mark.place.file && $0.isShort && mark.isShort
            && abs($0.start.line - mark.start.line) <= neighbourhood
        }
      }
      if let near { groups[near].append(mark) } else { groups.append([mark]) }
    }
    return groups
  }

  private func excerpt(_ marks: [Mark], gutter: Int) -> String {
    let first = marks[0]
    let margin = String(repeating: " ", count: gutter)
    let bar = palette.gutter + "|" + palette.reset
    var text = margin + palette.gutter + (first.rank == 0 ? "-->" : ":::") + palette.reset
    text += " \(first.place.file.path):\(first.start.line):\(first.start.column)\n"
    text += margin + " " + bar + "\n"
    let lines = Dictionary(grouping: marks, by: \.start.line)
    guard let from = lines.keys.min(), let to = lines.keys.max() else { return text }
    for line in from...to {
      let onLine = lines[line] ?? []
      let ranges = onLine.isEmpty ? [TextRange(at: 0)] : onLine.map(\.place.range)
      let source = SourceLine(first.place.file, line: line, marking: ranges)
      let number = String(line)
      text += palette.gutter + String(repeating: " ", count: gutter - number.count) + number
      text += palette.reset + " " + bar + (source.text.isEmpty ? "" : " " + source.text) + "\n"
      for row in rows(onLine, source.marked) { text += margin + " " + bar + " " + row + "\n" }
    }
    return text
  }

  /// What stands under a line: the marks with the label of the last, then a label a line, from the
  /// right to the left, hanging from their marks.
  private func rows(_ marks: [Mark], _ cells: [Range<Int>]) -> [String] {
    guard !marks.isEmpty else { return [] }
    var row: [(sign: Character, colour: String)] = []
    // The finding's own mark lies above the others.
    for (mark, cells) in zip(marks, cells).reversed() {
      while row.count < cells.upperBound { row.append((" ", "")) }
      for cell in cells { row[cell] = (mark.sign, mark.colour) }
    }
    var hanging = zip(marks, cells).filter { $0.0.label?.isEmpty == false }
      .sorted { ($0.1.lowerBound, $0.0.rank) < ($1.1.lowerBound, $1.0.rank) }
    var first = painted(row)
    // Only what ends last can have its label behind it.
    if let last = hanging.last, last.1.upperBound == row.count, let label = last.0.label {
      first += last.0.colour + " " + label + palette.reset
      hanging.removeLast()
    }
    var rows = [first]
    while let next = hanging.popLast() {
      let stems = hanging + [next]
      var stemmed: [(sign: Character, colour: String)] = []
      for (mark, cells) in stems
      where cells.lowerBound < next.1.lowerBound || mark.rank == next.0.rank {
        while stemmed.count <= cells.lowerBound { stemmed.append((" ", "")) }
        stemmed[cells.lowerBound] = ("|", mark.colour)
      }
      if rows.count == 1 { rows.append(painted(stemmed)) }
      let before = stemmed.prefix(next.1.lowerBound)
      rows.append(painted(Array(before)) + next.0.colour + (next.0.label ?? "") + palette.reset)
    }
    return rows
  }

  /// Signs as text, each run of a colour set once.
  private func painted(_ signs: [(sign: Character, colour: String)]) -> String {
    var text = ""
    var colour = ""
    for sign in signs {
      if sign.colour != colour {
        if !colour.isEmpty { text += palette.reset }
        text += sign.colour
        colour = sign.colour
      }
      text.append(sign.sign)
    }
    return colour.isEmpty ? text : text + palette.reset
  }
}
