import PromptSource

extension Parser {
  /// `import "PATH" [version "RANGE"] [as NAME]`
  /// Grammar: import
  mutating func parseImport() {
    let keyword = reader.range(current)
    advance()
    declared.insert(.imports)
    guard let path = parsePath(.import, keyword) else { return skipToLineEnd() }
    var version = parseVersionRange()
    let alias = parseAlias()
    if version == nil, reader.isWord(current, "version") {
      reader.report(
        .unexpectedText, "`version` stands behind `as`", reader.range(current),
        help: "write the version first: `import \"base.prompts\" version \"^1.0\" as base`")
      version = parseVersionRange()
    }
    guard !path.value.isEmpty else { return }
    document.imports.append(ImportDeclaration(path: path, version: version, alias: alias))
  }

  /// `extends "PATH" [version "RANGE"]`
  /// Grammar: extends
  mutating func parseExtends() {
    let keyword = reader.range(current)
    advance()
    declared.insert(.extends)
    let isOnly = isFirst(.extends, at: keyword)
    guard let path = parsePath(.extends, keyword) else { return skipToLineEnd() }
    let version = parseVersionRange()
    if reader.isWord(current, "as") {
      reader.report(
        .unexpectedText, "`extends` has no `as`", reader.range(restOfLine),
        help: "leave it out: what is inherited keeps its names; `import` takes an `as`")
      skipToLineEnd()
    }
    guard isOnly, !path.value.isEmpty else { return }
    document.extends = ExtendsDeclaration(path: path, version: version)
  }

  /// A path in quotes; an empty one has been reported, and nil is one that is missing.
  private mutating func parsePath(_ owner: Keyword, _ keyword: TextRange) -> Located<String>? {
    let example =
      owner == .import
      ? "import \"templates/street.prompts\"" : "extends \"cityscapes.prompts\""
    skipEquals(behind: owner)
    guard current.isText else {
      reader.report(
        .missingValue, "`\(owner)` has no path", keyword,
        help: "write `\(example)`; the path is relative to this file")
      return nil
    }
    let rest = restOfLine
    let clause = rest.dropFirst().firstIndex {
      reader.isWord($0, "as") || reader.isWord($0, "version")
    }
    let words = rest[..<(clause ?? rest.endIndex)]
    var path = reader.text(current)
    if !current.isString, path.value == reader.source(current) {
      reader.report(
        .unquotedName, "the path stands without quotes", reader.range(words),
        help: "write `\(owner) \"\(reader.source(words))\"`",
        fix: quotes(Located(reader.source(words), at: reader.range(words))))
      path = Located(reader.source(words), at: reader.range(words))
      position = words.endIndex
    } else {
      advance()
    }
    if path.value.isEmpty {
      reader.report(
        .missingValue, "the path is empty", path.range, help: "name a file, relative to this one")
    }
    return path
  }

  /// At `version`, or anything else, which gives nil.
  /// Grammar: version-range
  private mutating func parseVersionRange() -> Located<String>? {
    guard reader.isWord(current, "version") else { return nil }
    let keyword = reader.range(current)
    advance()
    if current.isString {
      let range = reader.text(current)
      advance()
      return range
    }
    let words = restOfLine.prefix { !reader.isWord($0, "as") && !$0.isString }
    guard !words.isEmpty else {
      reader.report(
        .missingValue, "`version` has no range", keyword, help: "write `version \">=1.2 <2\"`")
      return nil
    }
    position = words.endIndex
    reader.report(
      .unquotedName, "the version range stands without quotes", reader.range(words),
      help: "write `version \"\(reader.source(words))\"`",
      fix: quotes(Located(reader.source(words), at: reader.range(words))))
    return Located(reader.source(words), at: reader.range(words))
  }

  /// Grammar: alias
  private mutating func parseAlias() -> Located<String>? {
    guard reader.isWord(current, "as") else { return nil }
    let keyword = reader.range(current)
    advance()
    let isOneWord = current.kind == .word && reader.isWord(token(1), "version")
    let name = isOneWord ? reader.text(current) : parseName()
    if isOneWord { advance() }
    guard let name else {
      reader.report(
        .missingName, "no name stands behind `as`", keyword,
        help: "write `as street`: the imported names are then `street.NAME`")
      return nil
    }
    return checked(name, of: "the import")
  }
}
