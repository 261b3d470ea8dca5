internal import PromptRules
internal import PromptSource
internal import PromptSyntax
internal import PromptYAML

/// The comments `# promptbank: allow CODE reason` of some files, and what is wrong with them.
///
/// A comment behind text holds for its line; one that stands alone holds for the next line of text. One that
/// starts with `promptbank:` and is not understood is a finding, never passed over.
struct Suppressions {
  private(set) var findings: [Diagnostic] = []
  private var entries: [Entry] = []
  /// Indices into `entries`, by file and line.
  private var ofLine: [Line: [Int]] = [:]

  private struct Line: Hashable {
    var file: ObjectIdentifier
    var line: Int
  }

  private struct FileRule: Hashable {
    var file: ObjectIdentifier
    var code: String
  }

  private struct Entry {
    var code: String
    var place: SourcePlace
    var isUsed = false
  }

  init(_ files: [SourceFile]) {
    for file in files { read(file) }
  }

  private static let mark = Array("promptbank".utf8)
  private static let allowing: Set<String> = ["allow", "ignore", "disable", "suppress", "noqa"]

  private mutating func read(_ file: SourceFile) {
    guard Self.isMarked(file.utf8) else { return }
    for comment in isYAML(file) ? yamlComments(file) : comments(file) {
      let words = words(of: comment, in: file)
      guard let first = words.first else { continue }
      let start = file.text(first).lowercased()
      let lacksColon =
        start == "promptbank" && words.count > 1
        && Self.allowing.contains(file.text(words[1]).lowercased())
      guard start.hasPrefix("promptbank:") || lacksColon else { continue }
      if words.count > 1, file.text(first) == "promptbank:", file.text(words[1]) == "allow" {
        read(words.dropFirst(2), of: comment, in: file)
      } else {
        // `promptbank:allow`, `promptbank: ignore`, `Promptbank: Allow`.
        let isGlued = first.end - first.start > Self.mark.count + 1
        report(
          "the comment is not understood, so that it allows nothing",
          words.dropFirst(isGlued ? 1 : 2), of: comment, in: file)
      }
    }
  }

  /// A comment that is meant to allow something and does not, with the comments to write in its place.
  private mutating func report(
    _ message: String, _ words: ArraySlice<TextRange>, of comment: TextRange, in file: SourceFile
  ) {
    let (codes, rest) = split(words, in: file)
    let reason = rest.isEmpty ? "why it is right here" : rest.map(file.text).joined(separator: " ")
    let comments = (codes.isEmpty ? ["CODE"] : codes)
      .map { quoted("# promptbank: allow \($0) \(reason)") }
    findings.append(
      Diagnostic(
        .unusedSuppression, message, at: SourcePlace(file, comment),
        help: comments.count == 1
          ? "write \(comments[0])"
          : "write a comment for each, one above the other: \(comments.joined(separator: ", "))"))
  }

  /// The rules that stand at the start of some words, with or without commas, and the words behind them.
  private func split(
    _ words: ArraySlice<TextRange>, in file: SourceFile
  ) -> (codes: [String], rest: ArraySlice<TextRange>) {
    var codes: [String] = []
    for (index, word) in zip(words.indices, words) {
      let parts = file.text(word).split { $0 == "," || $0 == ";" || $0 == ":" }
        .map { RuleCatalogue.standard[String($0)] ?? RuleCatalogue.standard[$0.uppercased()] }
      let known = parts.compactMap { $0?.code }
      guard known.count == parts.count else { return (codes, words[index...]) }
      codes += known
    }
    return (codes, [])
  }

  /// Whether a comment of a file starts with the project's name.
  private static func isMarked(_ utf8: [UInt8]) -> Bool {
    var offset = 0
    while let hash = utf8[offset...].firstIndex(of: UInt8(ascii: "#")) {
      offset = hash + 1
      while offset < utf8.count, utf8[offset] == 0x20 || utf8[offset] == 0x09 { offset += 1 }
      if utf8.count - offset >= mark.count,
        utf8[offset..<(offset + mark.count)].elementsEqual(
          mark, by: { $0 | 0x20 == $1 })
      {
        return true
      }
    }
    return false
  }

  private func words(of comment: TextRange, in file: SourceFile) -> [TextRange] {
    file.utf8[(comment.start + 1)..<comment.end]
      .split { $0 == 0x20 || $0 == 0x09 }.map { TextRange($0.startIndex, $0.endIndex) }
  }

  private mutating func read(
    _ words: ArraySlice<TextRange>, of comment: TextRange, in file: SourceFile
  ) {
    guard let code = words.first, words.count > 1 else {
      let code = words.first.map(file.text) ?? "CODE"
      findings.append(
        Diagnostic(
          .suppressionWithoutReason, "the comment allows a finding without a reason",
          at: SourcePlace(file, comment),
          help: "write \(quoted("# promptbank: allow \(code) why it is right here"))"))
      return
    }
    if split(words, in: file).codes.count > 1 {
      return report(
        "a comment allows one rule, and this one names several", words, of: comment, in: file)
    }
    let written = file.text(code)
    let place = SourcePlace(file, code)
    guard let entry = RuleCatalogue.standard[written] else {
      findings.append(unknownRule(written, at: place))
      return
    }
    guard !isPermanent(entry) else {
      findings.append(
        Diagnostic(
          .permanentRule, "`\(entry.code) \(entry.name)` cannot be allowed", at: place,
          help: "mend what it finds: behind an error of syntax nothing means what is written"))
      return
    }
    let line = Self.lineOfText(for: comment, in: file)
    ofLine[Line(file: ObjectIdentifier(file), line: line), default: []].append(entries.count)
    entries.append(Entry(code: entry.code, place: SourcePlace(file, comment)))
  }

  /// The line a comment holds for: its own, or the next that is neither blank nor only a comment.
  private static func lineOfText(for comment: TextRange, in file: SourceFile) -> Int {
    let own = file.position(of: comment.start).line
    let start = file.range(ofLine: own).start
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    guard file.utf8[start..<comment.start].allSatisfy(isBlank) else { return own }
    var line = own + 1
    while line <= file.lineStarts.count {
      let range = file.range(ofLine: line)
      let first = file.utf8[range.start..<range.end].first { !isBlank($0) }
      if let first, first != UInt8(ascii: "#") { break }
      line += 1
    }
    return line
  }

  /// The findings that no comment allows.
  mutating func allowing(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    if entries.isEmpty { return diagnostics }
    return diagnostics.filter { diagnostic in
      let line = Line(
        file: ObjectIdentifier(diagnostic.place.file), line: diagnostic.place.start.line)
      let matching = ofLine[line, default: []].filter { entries[$0].code == diagnostic.rule.code }
      for index in matching { entries[index].isUsed = true }
      return matching.isEmpty
    }
  }

  /// The findings that no comment allows, and one for each comment that allows nothing.
  mutating func apply(to diagnostics: [Diagnostic], levels: RuleLevels) -> [Diagnostic] {
    let kept = allowing(diagnostics)
    var elsewhere: [FileRule: SourcePlace] = [:]
    if !entries.isEmpty {
      for found in kept {
        let key = FileRule(file: ObjectIdentifier(found.place.file), code: found.rule.code)
        if elsewhere[key] == nil { elsewhere[key] = found.place }
      }
    }
    // What only an encoder finds cannot be said to be absent without one.
    let unused = entries.filter {
      !$0.isUsed && !levels.isOff($0.code)
        && RuleCatalogue.standard[$0.code]?.needs == nil
    }
    return kept + findings
      + unused.map { entry in
        let key = FileRule(file: ObjectIdentifier(entry.place.file), code: entry.code)
        let found = elsewhere[key]
        return Diagnostic(
          .unusedSuppression, "the comment allows `\(entry.code)`, which is not found here",
          at: entry.place, related: found.map { [.init("it is found here", at: $0)] } ?? [],
          help: found == nil
            ? "remove the comment, or move it to the line it is for"
            : "move the comment to the end of that line, or right above it",
          fix: Fix("remove the comment", [.init(Self.removal(of: entry.place), "")]))
      }
  }

  /// The comment with the blanks before it, or with its whole line where it stands alone.
  private static func removal(of place: SourcePlace) -> TextRange {
    let utf8 = place.file.utf8
    var (start, end) = (place.range.start, place.range.end)
    while start > 0, utf8[start - 1] == 0x20 || utf8[start - 1] == 0x09 { start -= 1 }
    if start == 0 || utf8[start - 1] == 0x0A || utf8[start - 1] == 0x0D {
      if end < utf8.count, utf8[end] == 0x0D { end += 1 }
      if end < utf8.count, utf8[end] == 0x0A { end += 1 }
    }
    return TextRange(start, end)
  }
}
