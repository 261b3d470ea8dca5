package import PromptJSON
import PromptSource

extension Findings {
  /// The findings as GitLab's Code Quality report: a JSON array.
  package func gitLabReport() -> JSONValue {
    .array(
      zip(diagnostics, fingerprints()).map { diagnostic, fingerprint in
        let (start, end) = (diagnostic.place.start, diagnostic.place.end)
        return [
          // GitLab does not show check_name.
          "description": .string("\(diagnostic.rule.code): \(diagnostic.message)"),
          "check_name": .string(diagnostic.rule.name),
          "fingerprint": .string(fingerprint),
          "severity": .string(Self.severity(diagnostic.rule.level)),
          "location": [
            "path": .string(unixPath(diagnostic.place.file.path)),
            "positions": [
              "begin": ["line": .int(start.line), "column": .int(start.column)],
              "end": ["line": .int(end.line), "column": .int(end.column)],
            ],
          ],
        ]
      })
  }

  private static func severity(_ level: Rule.Level) -> String {
    switch level {
    case .error: "major"
    case .warning: "minor"
    case .note: "info"
    }
  }
}
