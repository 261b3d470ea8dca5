import PromptSource
import PromptSyntax

/// Prints a YAML tree, weaving in the file's comments.
struct YAMLPrinter {
  private let file: SourceFile
  private let tree: YAMLTree
  private var lines: LayoutLines

  init(_ file: SourceFile, _ tree: YAMLTree) {
    self.file = file
    self.tree = tree
    lines = LayoutLines(file, comments: tree.comments)
  }

  mutating func print() -> String {
    guard let root = tree.root else { return lines.finish() }
    printMarkers(before: root.range.start)
    switch root {
    case .mapping(let entries, _) where !isFlow(root):
      printEntries(entries, indentation: 0, startsInLine: false, mayBeNumber: false)
    case .list(let items, _) where !isFlow(root):
      printItems(items, indentation: 0, startsInLine: false, mayBeNumber: false)
    default:
      lines.takeComments(before: root.range.start, indentation: 0)
      lines.startLine(at: root.range.start, indentation: 0)
      fillFlow(root, hanging: 2, mayBeNumber: false)
    }
    return lines.finish()
  }

  /// Directives and the `---` before the document.
  private mutating func printMarkers(before end: Int) {
    for line in 1...file.lineStarts.count {
      let range = file.range(ofLine: line)
      guard range.start < end else { return }
      let text = file.text(range)
      let isMarker = text.hasPrefix("---")
      guard isMarker || text.hasPrefix("%") else { continue }
      lines.takeComments(before: range.start, indentation: 0)
      lines.startLine(at: range.start, indentation: 0)
      var written = isMarker ? "---" : text
      while written.last?.isWhitespace ?? false { written.removeLast() }
      lines.append(written)
      lines.advance(to: isMarker ? range.start + 3 : range.end)
      if isMarker { return lines.openBlock() }
    }
  }

  private func isFlow(_ node: YAMLNode) -> Bool {
    let start = node.range.start
    guard start < file.utf8.count else { return false }
    return [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(file.utf8[start])
  }

  private static let numberKeys: Set<String> = [
    "edition", "id", "renumber", "scoring", "expect",
  ]

  private mutating func printEntries(
    _ entries: [YAMLNode.Entry], indentation: Int, startsInLine: Bool, mayBeNumber: Bool
  ) {
    for (index, entry) in entries.enumerated() {
      guard case .scalar(let key) = entry.key else { continue }
      if index > 0 || !startsInLine {
        lines.takeComments(before: key.range.start, indentation: indentation)
        lines.startLine(at: key.range.start, indentation: indentation)
      }
      lines.append(printScalar(key, source: file.utf8, mayBeNumber: false) + ":")
      lines.advance(to: key.range.end)
      printValue(
        entry.value, indentation: indentation,
        mayBeNumber: mayBeNumber || Self.numberKeys.contains(key.value))
    }
  }

  private mutating func printItems(
    _ items: [YAMLNode], indentation: Int, startsInLine: Bool, mayBeNumber: Bool
  ) {
    for (index, item) in items.enumerated() {
      let start = item.range.start
      if index > 0 || !startsInLine {
        lines.takeComments(before: start, indentation: indentation)
        lines.startLine(at: start, indentation: indentation)
      }
      switch item {
      case .mapping(let entries, _) where !isFlow(item):
        lines.append("- ")
        printEntries(
          entries, indentation: indentation + 2, startsInLine: true, mayBeNumber: mayBeNumber)
      case .list(let items, _) where !isFlow(item):
        lines.append("- ")
        printItems(
          items, indentation: indentation + 2, startsInLine: true, mayBeNumber: mayBeNumber)
      default:
        lines.append("-")
        printValue(item, indentation: indentation, mayBeNumber: mayBeNumber, isItem: true)
      }
    }
  }

  /// What stands behind `key:`, or behind `-`, where a flow mapping starts on the same line, too.
  private mutating func printValue(
    _ node: YAMLNode, indentation: Int, mayBeNumber: Bool, isItem: Bool = false
  ) {
    let inner = indentation + 2
    switch node {
    case .scalar(let scalar):
      if scalar.style == .block, printBlockScalar(scalar, indentation: inner) { return }
      let text = printScalar(scalar, source: file.utf8, mayBeNumber: mayBeNumber)
      guard !text.isEmpty else { return }
      place(text, at: scalar.range, indentation: inner)
    case .mapping(let entries, _) where !isFlow(node):
      lines.openBlock()
      printEntries(entries, indentation: inner, startsInLine: false, mayBeNumber: mayBeNumber)
    case .list(let items, _) where !isFlow(node):
      lines.openBlock()
      printItems(items, indentation: inner, startsInLine: false, mayBeNumber: mayBeNumber)
    case .list, .mapping:
      printFlow(node, indentation: inner, mayBeNumber: mayBeNumber, isItem: isItem)
    case .unreadable: break
    }
  }

  /// Puts text behind a key, or on the next line where a comment has closed the key's.
  private mutating func place(_ text: String, at range: TextRange, indentation: Int) {
    lines.takeComments(before: range.start, indentation: indentation, keepsBlankLines: false)
    if lines.isClosed {
      lines.startLine(at: range.start, indentation: indentation, keepsBlank: false)
      lines.append(text)
    } else {
      lines.append(" " + text)
    }
    lines.advance(to: range.end)
  }

  /// Prints a text of lines under `|`; false where it has to be quoted.
  private mutating func printBlockScalar(_ scalar: YAMLScalar, indentation: Int) -> Bool {
    var text = scalar.value
    let ends = text.hasSuffix("\n")
    if ends { text.removeLast() }
    guard let first = text.unicodeScalars.first, first != " ", !text.hasSuffix("\n"),
      first != "\n",
      text.unicodeScalars.allSatisfy({
        $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F && !isInvisible($0.value))
      })
    else { return false }
    place(ends ? "|" : "|-", at: TextRange(at: scalar.range.start), indentation: indentation)
    let start = scalar.range.start
    let header = file.utf8[start..<scalar.range.end].firstIndex { $0 == 0x0A || $0 == 0x0D }
    lines.takeComments(before: header ?? scalar.range.end, indentation: indentation)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      lines.startLine(at: start, indentation: indentation, keepsBlank: false)
      lines.append(String(line))
    }
    lines.advance(to: scalar.range.end)
    return true
  }

  private mutating func printFlow(
    _ node: YAMLNode, indentation: Int, mayBeNumber: Bool, isItem: Bool
  ) {
    let range = node.range
    lines.takeComments(before: range.start, indentation: indentation, keepsBlankLines: false)
    let pieces = flowPieces(node, mayBeNumber)
    let isWhole = !lines.hasComment(before: range.end)
    let needed = pieces.reduce(0) { $0 + $1.blanks + columns(of: $1.text) }
    let fits = isWhole && !lines.isClosed && lines.width + 1 + needed <= LayoutLines.maximumWidth
    let fitsBelow = isWhole && indentation + needed <= LayoutLines.maximumWidth
    var startsHere = isItem
    if case .list = node, !fitsBelow { startsHere = true }
    if fits || (startsHere && !lines.isClosed) {
      lines.append(" ")
    } else {
      lines.startLine(at: range.start, indentation: indentation, keepsBlank: false)
    }
    lines.fill(pieces, hanging: indentation + 2)
    lines.advance(to: range.end)
  }

  private mutating func fillFlow(_ node: YAMLNode, hanging: Int, mayBeNumber: Bool) {
    lines.fill(flowPieces(node, mayBeNumber), hanging: hanging)
    lines.advance(to: node.range.end)
  }

  /// The pieces of a flow node, without a blank before the first, which does not start a line.
  private func flowPieces(_ node: YAMLNode, _ mayBeNumber: Bool) -> [LayoutPiece] {
    var pieces: [LayoutPiece] = []
    add(node, mayBeNumber, to: &pieces, prefix: "")
    guard !pieces.isEmpty else { return [] }
    pieces[0].blanks = 0
    pieces[0].mayStartLine = false
    return pieces
  }

  private func add(
    _ node: YAMLNode, _ mayBeNumber: Bool, to pieces: inout [LayoutPiece], prefix: String
  ) {
    var (open, close) = ("[", "]")
    var children: [(key: YAMLScalar?, value: YAMLNode)] = []
    switch node {
    case .scalar(let scalar):
      let text = printScalar(scalar, source: file.utf8, mayBeNumber: mayBeNumber)
      pieces.append(LayoutPiece(prefix + text, scalar.range, mayStartLine: true))
      return
    case .unreadable: return
    case .list(let items, _): children = items.map { (nil, $0) }
    case .mapping(let entries, _):
      (open, close) = ("{", "}")
      for entry in entries {
        if case .scalar(let key) = entry.key { children.append((key, entry.value)) }
      }
    }
    let range = node.range
    guard let first = children.first else {
      pieces.append(LayoutPiece(prefix + open + close, range, mayStartLine: true))
      return
    }
    var prefix = prefix + open
    let firstStart = first.key?.range.start ?? first.value.range.start
    var startsTight = false
    if tree.comments.hasComment(between: range.start, and: firstStart) {
      pieces.append(
        LayoutPiece(prefix, TextRange(range.start, range.start + 1), mayStartLine: true))
      prefix = ""
      startsTight = true
    }
    for (index, child) in children.enumerated() {
      var number = mayBeNumber
      let before = pieces.count
      if let key = child.key {
        number = number || Self.numberKeys.contains(key.value)
        let text = prefix + printScalar(key, source: file.utf8, mayBeNumber: false) + ":"
        if tree.comments.hasComment(between: key.range.end, and: child.value.range.start) {
          pieces.append(LayoutPiece(text, key.range, mayStartLine: true))
          prefix = ""
        } else {
          prefix = text + " "
        }
        if before == pieces.count {
          add(child.value, number, to: &pieces, prefix: prefix)
          // A comment before the key comes before the whole.
          if before < pieces.count { pieces[before].range.start = key.range.start }
        } else {
          add(child.value, number, to: &pieces, prefix: prefix)
        }
      } else {
        add(child.value, number, to: &pieces, prefix: prefix)
      }
      if startsTight, before < pieces.count { pieces[before].blanks = 0 }
      startsTight = false
      prefix = ""
      if index + 1 < children.count, let last = pieces.indices.last { pieces[last].text += "," }
    }
    guard let last = pieces.indices.last else { return }
    if tree.comments.hasComment(between: pieces[last].range.end, and: range.end) {
      pieces.append(
        LayoutPiece(close, TextRange(range.end - 1, range.end), blanks: 0, mayStartLine: true))
    } else {
      pieces[last].text += close
      pieces[last].range.end = range.end
    }
  }
}
