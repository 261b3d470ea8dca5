import PromptSource
import PromptSyntax

/// A key and its value.
struct Field {
  var key: YAMLScalar
  var value: YAMLNode
  var range: TextRange { key.range.union(value.range) }
}

extension YAMLNode {
  /// Whether nothing was written, or an empty collection.
  var isEmpty: Bool {
    switch self {
    case .scalar(let scalar): scalar.value.isEmpty
    case .list(let items, _): items.isEmpty
    case .mapping(let entries, _): entries.isEmpty
    case .unreadable: false
    }
  }
}

extension YAMLDocumentReader {
  /// Whether a collection was read to its end and merges no other, so that something can be missing
  /// from it.
  func isFinished(_ node: YAMLNode) -> Bool {
    if case .mapping(let entries, _) = node, entries.contains(where: { isMerge($0.key) }) {
      return false
    }
    return !tree.unfinished.contains(node.range.start) && !mayGoOn(node)
  }

  /// Whether reading stopped where the next line of a block collection would stand: an indentation that fits
  /// nothing ends the collection before it is complained of.
  private func mayGoOn(_ node: YAMLNode) -> Bool {
    let utf8 = file.utf8
    guard let cut = tree.cut, cut >= node.range.end, cut <= utf8.count, node.range.end > 0,
      ![UInt8(ascii: "}"), UInt8(ascii: "]")].contains(utf8[node.range.end - 1])
    else { return false }
    return utf8[node.range.end..<cut].allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  private func isMerge(_ key: YAMLNode) -> Bool {
    if case .scalar(let scalar) = key { scalar.isPlain && scalar.value == "<<" } else { false }
  }

  /// Whether reading stopped right behind a node, but for blanks.
  func stopsBehind(_ node: YAMLNode) -> Bool {
    guard let cut = tree.cut, cut >= node.range.end, cut <= file.utf8.count else { return false }
    return file.utf8[node.range.end..<cut].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  mutating func report(
    _ rule: Rule, _ message: String, _ range: TextRange, related: [Diagnostic.Related] = [],
    help: String?, fix: Fix? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        rule, message, at: SourcePlace(file, range), related: related, help: help, fix: fix))
  }

  /// Reports a node of the wrong kind, unless it has been reported as unreadable.
  mutating func expected(_ wanted: String, _ node: YAMLNode, of owner: String, help: String?) {
    if case .unreadable = node { return }
    report(
      .wrongKind, "\(owner) must be \(wanted), found \(node.kind)", node.range, help: help)
  }

  /// The fields of a mapping, the first of each key.
  ///
  /// - Parameter known: the keys there are, or nil where keys are names of the author's.
  mutating func fields(
    _ entries: [YAMLNode.Entry], of owner: String, known: [String]?
  ) -> [Field] {
    var first: [String: TextRange] = [:]
    var written: Set<String> = []
    for case .scalar(let key) in entries.map(\.key) { written.insert(key.value) }
    return entries.compactMap { entry in
      guard case .scalar(let key) = entry.key else {
        expected("a text", entry.key, of: "a key", help: "write `key: value`")
        return nil
      }
      if isMerge(entry.key) {
        report(
          .mergeKey, "`<<` merges another mapping", key.range,
          help: "write the keys out; prompt sets have no merge keys")
        return nil
      }
      if let earlier = first[key.value] {
        report(
          .duplicateKey, "the key \(quoted(key.value)) stands twice in \(owner)", key.range,
          related: [.init("first here", at: SourcePlace(file, earlier))],
          help: "keep one of them; most readers of YAML would silently take the last")
        return nil
      }
      first[key.value] = key.range
      guard let known, !known.contains(key.value) else {
        return Field(key: key, value: entry.value)
      }
      let keys = known.map { "`" + $0 + "`" }.joined(separator: ", ")
      let near =
        meantKey(key.value, known)
        ?? (owner == "a prompt set"
          ? meantKeyword(key.value, among: known) : nearestName(to: key.value, among: known))
      report(
        .unknownKey, "\(owner) has no key \(quoted(key.value))", key.range,
        help: hint(key.value, known, hasValue: !entry.value.isEmpty) ?? near.map {
          "did you mean `\($0)`?"
        }
          ?? "the keys are \(keys)",
        fix: near.map { Fix("write `\($0)`", [.init(key.range, $0)], isSafe: false) })
      // Read on as what was meant, so that it is not found missing, too.
      if let near, written.insert(near).inserted {
        return Field(
          key: YAMLScalar(value: near, style: key.style, range: key.range), value: entry.value)
      }
      return nil
    }
  }

  /// The key that was meant by a sign of the concise spelling, `+=` or `concepts-=`, or by a word that other
  /// tools have for it.
  private func meantKey(_ key: String, _ known: [String]) -> String? {
    let end = key.hasSuffix("=") ? key.dropLast() : key[...]
    let meant: String? =
      switch key {
      case "max", "lt", "less": "below"
      case "min", "gt", "more": "above"
      default: end.hasSuffix("+") ? "add" : end.hasSuffix("-") ? "remove" : nil
      }
    return meant.flatMap { known.contains($0) ? $0 : nil }
  }

  /// What to do about a key that is none for a reason of its own.
  private func hint(_ key: String, _ known: [String], hasValue: Bool) -> String? {
    if key == "near", known.contains("superclass") { return "only ood entries are near something" }
    if key == "id", known.contains("near") { return "only classes have ids" }
    if key == "superclass", known == ["ood"] {
      return "a superclass is named as a class is: `is: vehicle`"
    }
    if let colon = key.firstIndex(of: ":"), known.contains(String(key[..<colon])) {
      return "put a blank behind the `:`, as in "
        + quoted("\(key[...colon]) \(key[key.index(after: colon)...])")
    }
    if !hasValue, known.contains("concepts"), nearestName(to: key, among: known) == nil {
      return "it has no value: concepts stand in brackets, as in `concepts: [road, street]`"
    }
    if key == "renumber", known.contains("add") {
      return "another id is given beside `classes`: `renumber: {road: 13}`"
    }
    if known.contains("classes"), ["superclass", "superclasses"].contains(key) {
      return "each class names its own: "
        + "`road: {id: 0, superclass: flat, concepts: [road, street]}`"
    }
    return nil
  }

  /// The entries of a mapping; where nothing was written, none.
  mutating func mapping(
    _ node: YAMLNode, of owner: String, help: String
  ) -> [YAMLNode.Entry]? {
    if case .mapping(let entries, _) = node { return entries }
    expected("a mapping", node, of: owner, help: help)
    return nil
  }

  /// A scalar's text.
  ///
  /// - Parameter mayBeNumber: whether other readers may well see a number or a switch in it.
  mutating func text(
    _ node: YAMLNode, of owner: String, mayBeNumber: Bool = false
  ) -> Located<String>? {
    guard case .scalar(let scalar) = node else {
      expected("one value", node, of: owner, help: "write one value behind the `:`")
      return nil
    }
    if scalar.value.isEmpty, scalar.isPlain {
      report(
        .missingValue, "\(owner) has no value", scalar.range,
        help: "write the value behind the `:`, or remove the key")
      return nil
    }
    if !mayBeNumber { checkReading(scalar) }
    return Located(scalar.value, at: scalar.range)
  }

  /// The texts of a list; a single text where a list belongs is reported and taken.
  mutating func texts(
    _ node: YAMLNode, of owner: String, example: String
  ) -> [Located<String>] {
    guard case .list(let items, _) = node else {
      var help = "write `\(example)`"
      if case .scalar(let scalar) = node, !scalar.value.isEmpty {
        help = "write \(quoted("[\(scalar.value)]"))"
      }
      expected("a list", node, of: owner, help: help)
      if case .scalar(let scalar) = node, !scalar.value.isEmpty {
        return [Located(scalar.value, at: scalar.range)]
      }
      return []
    }
    return items.compactMap { text($0, of: "an entry of " + owner) }
  }

  /// The key as the author's name for something, or nil and a finding where it is empty.
  mutating func name(_ key: YAMLScalar, of owner: String) -> Located<String>? {
    checkReading(key)
    let name = Located(key.value, at: key.range)
    return isNamed(name, owner) ? name : nil
  }

  mutating func isNamed(_ name: Located<String>, _ owner: String) -> Bool {
    guard name.value.allSatisfy(\.isWhitespace) else { return true }
    report(.missingName, "the name of \(owner) is empty", name.range, help: "write a name")
    return false
  }

  /// Warns where other readers of YAML would not see this text.
  mutating func checkReading(_ scalar: YAMLScalar) {
    guard scalar.isPlain, let other = OtherReading(scalar.value) else { return }
    report(
      other.rule,
      "\(quoted(scalar.value)) is text here, but other readers of YAML take it for \(other.name)",
      scalar.range, help: "quote it: `\"\(scalar.value)\"`",
      fix: Fix("quote it", [.init(scalar.range, "\"\(scalar.value)\"")]))
  }
}
