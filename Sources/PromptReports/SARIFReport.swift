package import PromptJSON
import PromptRules
import PromptSource

extension Findings {
  /// The findings as SARIF 2.1.0 (OASIS), as code-scanning services read it.
  ///
  /// Columns count Unicode scalars; paths are relative to the folder the command ran in.
  package func sarifReport(toolVersion: String) -> JSONValue {
    let rules = Set(diagnostics.map(\.rule)).sorted { $0.code < $1.code }
    let indexOfRule = Dictionary(
      rules.enumerated().map { ($0.element.code, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    let results = zip(diagnostics, fingerprints()).map { diagnostic, fingerprint in
      Self.result(diagnostic, ruleIndex: indexOfRule[diagnostic.rule.code] ?? 0, fingerprint)
    }
    let driver: JSONValue = [
      "name": "promptbank", "semanticVersion": .string(toolVersion),
      "rules": .array(rules.map(Self.descriptor)),
    ]
    return [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        [
          "tool": ["driver": driver],
          "columnKind": "unicodeCodePoints",
          "artifacts": .array(
            files.map { ["location": ["uri": .string(uri($0)), "uriBaseId": "%SRCROOT%"]] }),
          "results": .array(results),
          "invocations": [
            [
              "executionSuccessful": true,
              "toolExecutionNotifications": .array(
                skipped.map { [["level": "note", "message": ["text": .string($0.sentence)]]] } ?? []
              ),
            ]
          ],
        ]
      ],
    ]
  }

  private static func descriptor(_ rule: Rule) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("id", .string(rule.code)), .init("name", .string(rule.name)),
      .init("shortDescription", ["text": .string(rule.name.replacing("-", with: " "))]),
    ]
    let entry = RuleCatalogue.standard[rule.code]
    if let entry {
      members.append(.init("fullDescription", ["text": .string(entry.explanation)]))
      members.append(
        .init(
          "help", ["text": .string(entry.longText), "markdown": .string(entry.markdown)]))
    }
    // The rule's own level, whatever a project has made of it.
    let level = entry?.level ?? rule.level
    members.append(.init("defaultConfiguration", ["level": .string(level.rawValue)]))
    return .object(members)
  }

  private static func result(
    _ diagnostic: Diagnostic, ruleIndex: Int, _ fingerprint: String
  ) -> JSONValue {
    let help = diagnostic.help.map { "\nHelp: \(sentence($0))" } ?? ""
    var members: [JSONValue.Member] = [
      .init("ruleId", .string(diagnostic.rule.code)),
      .init("ruleIndex", .int(ruleIndex)),
      .init("level", .string(diagnostic.rule.level.rawValue)),
      .init("message", ["text": .string(diagnostic.message + "." + help)]),
      .init("locations", [location(diagnostic.place)]),
      .init("partialFingerprints", ["promptbank/v1": .string(fingerprint)]),
    ]
    if !diagnostic.related.isEmpty {
      let related = diagnostic.related.enumerated().map { index, related in
        location(related.place, id: index, message: related.message)
      }
      members.append(.init("relatedLocations", .array(related)))
    }
    if let fix = diagnostic.fix {
      members.append(.init("fixes", [json(fix, in: diagnostic.place.file)]))
    }
    return .object(members)
  }

  private static func location(
    _ place: SourcePlace, id: Int? = nil, message: String? = nil
  ) -> JSONValue {
    var members: [JSONValue.Member] = []
    if let id { members.append(.init("id", .int(id))) }
    members.append(
      .init(
        "physicalLocation",
        ["artifactLocation": artifact(place.file), "region": region(place)]))
    if let message { members.append(.init("message", ["text": .string(message)])) }
    return .object(members)
  }

  private static func json(_ fix: Fix, in file: SourceFile) -> JSONValue {
    let replacements = fix.edits.map { edit -> JSONValue in
      [
        "deletedRegion": region(SourcePlace(file, edit.range)),
        "insertedContent": ["text": .string(edit.replacement)],
      ]
    }
    return [
      "description": ["text": .string(fix.title)],
      "artifactChanges": [
        ["artifactLocation": artifact(file), "replacements": .array(replacements)]
      ],
    ]
  }

  private static func artifact(_ file: SourceFile) -> JSONValue {
    ["uri": .string(uri(file.path)), "uriBaseId": "%SRCROOT%"]
  }

  private static func region(_ place: SourcePlace) -> JSONValue {
    let (start, end) = (place.start, place.end)
    return [
      "startLine": .int(start.line), "startColumn": .int(start.column),
      "endLine": .int(end.line), "endColumn": .int(end.column),
    ]
  }
}

/// A path as a relative URI: every byte that a URI's path cannot hold is written `%XX` (RFC 3986).
private func uri(_ path: String) -> String {
  unixPath(path).utf8.map { byte in
    let scalar = Unicode.Scalar(byte)
    let isPlain =
      scalar.isASCII
      && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || "-._~/".unicodeScalars.contains(scalar))
    if isPlain { return String(scalar) }
    return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }.joined()
}
