import ArgumentParser

/// One `--format`: how findings are written, and to which file; `sarif=out.sarif`.
struct ReportRequest: ExpressibleByArgument {
  var format: Format
  /// nil for standard output.
  var path: String?

  enum Format: String, CaseIterable {
    case full, concise, json, sarif, github, gitlab, junit
  }

  init(_ format: Format, path: String? = nil) {
    self.format = format
    self.path = path
  }

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let format = parts.first.flatMap({ Format(rawValue: String($0)) }) else { return nil }
    self.format = format
    if parts.count == 2 {
      guard !parts[1].isEmpty, parts[1] != "-" else { return nil }
      path = String(parts[1])
    }
  }

  static var allValueStrings: [String] { Format.allCases.map(\.rawValue) }
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
  var defaultValueDescription: String { format.rawValue + (path.map { "=" + $0 } ?? "") }
}
