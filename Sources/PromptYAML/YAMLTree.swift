import PromptSource
import PromptSyntax

/// The tree of a file's one document, built from events without recursion.
struct YAMLTree {
  /// How deep lists and mappings may nest. A prompt set needs four levels.
  static let maximumDepth = 32

  private(set) var root: YAMLNode?
  private(set) var diagnostics: [Diagnostic] = []
  /// In source order.
  private(set) var comments: [CommentDeclaration] = []
  /// Where the last scalar ended: between scalars every `#` starts a comment.
  private var scanned = 0
  /// Whether the end of the text was not read, so that nothing can be said to be missing from it.
  var isCut: Bool { cut != nil }
  /// Where reading stopped short.
  private(set) var cut: Int?
  /// Where the collections start whose end was not read.
  private(set) var unfinished: Set<Int> = []
  private let file: SourceFile
  private var open: [Collection] = []

  private struct Collection {
    var start: Int
    var isList: Bool
    /// The end of the last child: libyaml ends a block collection only where the next token starts.
    var end: Int
    var items: [YAMLNode] = []
    var entries: [YAMLNode.Entry] = []
    var key: YAMLNode?
  }

  init(_ file: SourceFile) {
    self.file = file
    var events = YAMLEvents(file.utf8)
    var documents = 0
    reading: while let event = events.next() {
      switch event.kind {
      case .documentStart:
        documents += 1
        if documents > 1 {
          report(
            .multipleDocuments, "the file holds a second YAML document",
            TextRange(event.start, max(event.end, min(event.start + 3, file.utf8.count))),
            help: "keep one document a file; what stands behind `---` is not read")
          break reading
        }
      case .documentEnd: break
      case .alias(let name):
        let range = TextRange(event.start, event.end)
        report(
          .anchor, "\(quoted("*" + name)) repeats another part of the file", range,
          help: "write the value out; prompt sets have no anchors and aliases")
        add(.unreadable(range))
      case .scalar(let scalar):
        let start = propertiesEnd(scalar.properties, event)
        let range = trimmed(TextRange(min(start, event.end), event.end), scalar.style)
        scanComments(before: range, scalar.style)
        add(
          .scalar(
            YAMLScalar(
              value: String(decoding: scalar.value, as: UTF8.self), style: scalar.style,
              range: range)))
      case .listStart(let properties), .mappingStart(let properties):
        var isList = false
        if case .listStart = event.kind { isList = true }
        _ = propertiesEnd(properties, event)
        guard open.count < Self.maximumDepth else {
          report(
            .tooDeep, "lists and mappings nest deeper than \(Self.maximumDepth) levels",
            TextRange(event.start, event.end), help: "a prompt set needs four levels at most")
          cut = event.start
          break reading
        }
        open.append(Collection(start: event.start, isList: isList, end: event.end))
      case .listEnd, .mappingEnd: close(endingAt: event)
      }
    }
    if let problem = events.problem {
      cut = problem.offset
      diagnostics.append(syntaxFinding(problem, in: file))
    }
    if cut == nil { scanComments(to: file.utf8.count) }
    unfinished = Set(open.map(\.start))
    while !open.isEmpty { close(endingAt: nil) }
  }

  /// Takes the comments before a scalar, and the one behind the `|` or `>` of a block scalar.
  private mutating func scanComments(before range: TextRange, _ style: YAMLEvent.Style) {
    scanComments(to: range.start)
    if style == .block {
      let line = file.utf8[range.start..<range.end]
      let end = line.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? range.end
      scanComments(to: end)
    }
    scanned = max(scanned, range.end)
  }

  private mutating func scanComments(to end: Int) {
    let utf8 = file.utf8
    while scanned < end {
      let byte = utf8[scanned]
      let start = scanned
      scanned += 1
      // A directive is kept whole, with what stands behind it.
      let isDirective =
        byte == UInt8(ascii: "%") && root == nil && open.isEmpty
        && (start == 0 || utf8[start - 1] == 0x0A || utf8[start - 1] == 0x0D)
      guard byte == UInt8(ascii: "#") || isDirective else { continue }
      while scanned < end, utf8[scanned] != 0x0A, utf8[scanned] != 0x0D { scanned += 1 }
      if !isDirective {
        comments.append(CommentDeclaration(TextRange(start, scanned), in: file))
      }
    }
  }

  private mutating func report(
    _ rule: Rule, _ message: String, _ range: TextRange, help: String
  ) {
    diagnostics.append(Diagnostic(rule, message, at: SourcePlace(file, range), help: help))
  }

  private mutating func add(_ node: YAMLNode) {
    guard let last = open.indices.last else {
      if root == nil { root = node }
      return
    }
    open[last].end = max(open[last].end, node.range.end)
    if open[last].isList {
      open[last].items.append(node)
    } else if let key = open[last].key {
      open[last].entries.append(YAMLNode.Entry(key: key, value: node))
      open[last].key = nil
    } else {
      open[last].key = node
    }
  }

  /// Closes the innermost collection; where the text was cut short, a key without a value is left out.
  private mutating func close(endingAt event: YAMLEvent?) {
    guard let collection = open.popLast() else { return }
    var end = collection.end
    // Only a flow collection's end is a token of its own: `]` or `}`.
    if let event, event.end > event.start { end = max(end, event.end) }
    let range = TextRange(collection.start, max(collection.start, end))
    add(collection.isList ? .list(collection.items, range) : .mapping(collection.entries, range))
  }

  /// Reports an anchor and a tag; gives the offset at which the node itself starts.
  private mutating func propertiesEnd(
    _ properties: YAMLEvent.Properties, _ event: YAMLEvent
  ) -> Int {
    var offset = event.start
    guard properties.anchor != nil || properties.tag != nil else { return offset }
    let utf8 = file.utf8
    while offset < event.end || offset == event.start, offset < utf8.count,
      utf8[offset] == UInt8(ascii: "&") || utf8[offset] == UInt8(ascii: "!")
    {
      let start = offset
      while offset < utf8.count, ![0x20, 0x09, 0x0A, 0x0D].contains(utf8[offset]),
        ![UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(utf8[offset])
      {
        offset += 1
      }
      let range = TextRange(start, offset)
      let written = quoted(file.text(range))
      if utf8[start] == UInt8(ascii: "&") {
        report(
          .anchor, "\(written) is an anchor", range,
          help: "remove it; prompt sets have no anchors and aliases")
      } else {
        report(
          .tag, "\(written) is a YAML tag", range,
          help: "remove it, or quote the text where it belongs to it; "
            + "a mark stands behind its concept, as in `sky!mass`")
      }
      while offset < event.end, [0x20, 0x09, 0x0A, 0x0D].contains(utf8[offset]) { offset += 1 }
    }
    return offset
  }

  /// A block scalar's range ends before the line breaks that follow it.
  private func trimmed(_ range: TextRange, _ style: YAMLEvent.Style) -> TextRange {
    guard style == .block else { return range }
    var end = range.end
    while end > range.start, [0x20, 0x0A, 0x0D].contains(file.utf8[end - 1]) { end -= 1 }
    return TextRange(range.start, end)
  }
}
