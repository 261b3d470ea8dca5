/// The unified difference of two texts with three lines of context, as `diff -u` and `patch` know it;
/// empty where they are equal.
///
/// - Parameter path: the name both sides go by.
func unifiedDifference(_ old: String, _ new: String, path: String) -> String {
  guard old != new else { return "" }
  let (before, after) = (textLines(old), textLines(new))
  let edits = lineEdits(before, after)
  var text = "--- \(path)\n+++ \(path)\n"
  for hunk in hunks(edits) {
    let part = edits[hunk]
    let (oldCount, newCount) = (
      part.count { $0.kind != .insert }, part.count { $0.kind != .remove }
    )
    guard let first = part.first else { continue }
    text += "@@ -\(span(first.old, oldCount)) +\(span(first.new, newCount)) @@\n"
    for edit in part {
      let line = edit.kind == .insert ? after[edit.new] : before[edit.old]
      text += edit.kind.rawValue + line
      if !line.hasSuffix("\n") { text += "\n\\ No newline at end of file\n" }
    }
  }
  return text
}

private func span(_ start: Int, _ count: Int) -> String {
  // An empty span names the line before it.
  count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)"
}

/// The lines with their line feeds. Carriage returns are part of a line, so that a change of line ends
/// shows.
private func textLines(_ text: String) -> [String] {
  var lines: [String] = []
  var line: [UInt8] = []
  for byte in text.utf8 {
    line.append(byte)
    if byte == 0x0A {
      lines.append(String(decoding: line, as: UTF8.self))
      line = []
    }
  }
  if !line.isEmpty { lines.append(String(decoding: line, as: UTF8.self)) }
  return lines
}

private struct LineEdit {
  enum Kind: String {
    case keep = " "
    case remove = "-"
    case insert = "+"
  }

  var kind: Kind
  /// The index of the line, or of the one that follows, on each side.
  var old: Int
  var new: Int
}

/// Keeps the equal lines at both ends; between them, keeps what `CollectionDifference` keeps. Past
/// 2 000 lines in the middle on either side, which its quadratic worst case would not bear, the middle is
/// replaced whole.
private func lineEdits(_ before: [String], _ after: [String]) -> [LineEdit] {
  var head = 0
  while head < min(before.count, after.count), before[head] == after[head] { head += 1 }
  var tail = 0
  while tail < min(before.count, after.count) - head,
    before[before.count - 1 - tail] == after[after.count - 1 - tail]
  {
    tail += 1
  }
  let old = before[head..<(before.count - tail)]
  let new = after[head..<(after.count - tail)]
  var removed = Set(old.indices)
  var inserted = Set(new.indices)
  if old.count <= 2_000, new.count <= 2_000 {
    removed = []
    inserted = []
    for change in Array(new).difference(from: Array(old)) {
      switch change {
      case .remove(let offset, _, _): removed.insert(head + offset)
      case .insert(let offset, _, _): inserted.insert(head + offset)
      }
    }
  }
  var edits: [LineEdit] = []
  var (i, j) = (0, 0)
  while i < before.count || j < after.count {
    if i < before.count, removed.contains(i) {
      edits.append(LineEdit(kind: .remove, old: i, new: j))
      i += 1
    } else if j < after.count, inserted.contains(j) {
      edits.append(LineEdit(kind: .insert, old: i, new: j))
      j += 1
    } else {
      edits.append(LineEdit(kind: .keep, old: i, new: j))
      i += 1
      j += 1
    }
  }
  return edits
}

/// The changes with three lines around them, those that meet joined.
private func hunks(_ edits: [LineEdit]) -> [Range<Int>] {
  var hunks: [Range<Int>] = []
  for index in edits.indices where edits[index].kind != .keep {
    let around = max(0, index - 3)..<min(edits.count, index + 4)
    if let last = hunks.last, last.upperBound >= around.lowerBound {
      hunks[hunks.count - 1] = last.lowerBound..<around.upperBound
    } else {
      hunks.append(around)
    }
  }
  return hunks
}
