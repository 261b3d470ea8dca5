package import PromptJSON
import PromptSource

extension Findings {
  /// The findings as JSON, `version` 1; `grammar/findings.schema.json` describes it.
  ///
  /// Lines and columns count from 1, columns in Unicode scalars; an end is just past the last scalar.
  package func jsonReport() -> JSONValue {
    [
      "version": 1,
      "findings": .array(diagnostics.map(Self.json)),
      "summary": [
        "files": .int(files.count), "errors": .int(count(.error)),
        "warnings": .int(count(.warning)), "notes": .int(count(.note)),
        "skipped": .array((skipped?.codes ?? []).map { .string($0) }),
      ],
    ]
  }

  private static func json(_ diagnostic: Diagnostic) -> JSONValue {
    [
      "code": .string(diagnostic.rule.code),
      "name": .string(diagnostic.rule.name),
      "level": .string(diagnostic.rule.level.rawValue),
      "message": .string(diagnostic.message),
      "help": .optional(diagnostic.help),
      "file": .string(diagnostic.place.file.path),
      "range": json(diagnostic.place),
      "related": .array(
        diagnostic.related.map { related in
          [
            "message": .string(related.message), "file": .string(related.place.file.path),
            "range": json(related.place),
          ]
        }),
      "fix": diagnostic.fix.map { json($0, in: diagnostic.place.file) } ?? .null,
    ]
  }

  private static func json(_ fix: Fix, in file: SourceFile) -> JSONValue {
    [
      "title": .string(fix.title),
      "safe": .bool(fix.isSafe),
      "edits": .array(
        fix.edits.map { edit in
          ["range": json(SourcePlace(file, edit.range)), "replacement": .string(edit.replacement)]
        }),
    ]
  }

  private static func json(_ place: SourcePlace) -> JSONValue {
    ["start": json(place.start), "end": json(place.end)]
  }

  private static func json(_ position: SourcePosition) -> JSONValue {
    ["line": .int(position.line), "column": .int(position.column)]
  }
}
