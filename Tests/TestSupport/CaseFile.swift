package import Foundation
package import Testing

/// A test case as one file: named sections, each after a line `-- name --`, inputs and expected
/// outputs together. Lines before the first section are a comment.
///
/// With `PROMPTBANK_RECORD=1` an expected section that differs is written anew and the test fails, so
/// that nobody commits a recording unread.
package struct CaseFile {
  package let url: URL
  private var comment = ""
  private var sections: [(name: String, text: String)] = []

  package init(_ url: URL) throws {
    self.url = url
    for line in try String(contentsOf: url, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if line.hasPrefix("-- "), line.hasSuffix(" --"), line.count > 6 {
        sections.append((String(line.dropFirst(3).dropLast(3)), ""))
      } else if sections.isEmpty {
        comment += line + "\n"
      } else {
        sections[sections.count - 1].text += line + "\n"
      }
    }
    // The split's last, empty piece is not a line.
    if let last = sections.indices.last { sections[last].text.removeLast() }
  }

  /// Every `.case` file of a folder, by name.
  package static func all(in folder: URL) throws -> [CaseFile] {
    let urls = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return try urls.filter { $0.pathExtension == "case" }
      .sorted { $0.path < $1.path }.map(CaseFile.init)
  }

  /// The names of the sections, in file order.
  package var names: [String] { sections.map(\.name) }

  /// The text of a section, or nil where the case has none.
  package subscript(name: String) -> String? { sections.first { $0.name == name }?.text }

  /// Expects a section to hold `actual`; records it instead under `PROMPTBANK_RECORD=1`, and fails.
  package mutating func expect(
    _ name: String, _ actual: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let actual = actual.isEmpty || actual.hasSuffix("\n") ? actual : actual + "\n"
    if self[name] ?? "" == actual { return }
    guard ProcessInfo.processInfo.environment["PROMPTBANK_RECORD"] == "1" else {
      Issue.record(
        """
        \(url.lastPathComponent), section \(name)
        --- expected
        \(self[name] ?? "(no such section)")
        --- actual
        \(actual)
        """, sourceLocation: sourceLocation)
      return
    }
    if let index = sections.firstIndex(where: { $0.name == name }) {
      sections[index].text = actual
    } else {
      sections.append((name, actual))
    }
    let text = comment + sections.map { "-- \($0.name) --\n\($0.text)" }.joined()
    try text.write(to: url, atomically: true, encoding: .utf8)
    Issue.record(
      "recorded \(url.lastPathComponent), section \(name): read it, then run again",
      sourceLocation: sourceLocation)
  }
}
