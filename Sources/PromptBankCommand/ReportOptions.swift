import ArgumentParser
import FoundationEssentials
import SystemPackage
import PromptJSON
import PromptReports
import PromptSource
import TensorFiles

/// How findings are written: `--format`, several at once, and `--narrate`.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      How findings are written: full (drawn), concise (a line each), json, sarif, github, gitlab or \
      junit. May be given several times; =FILE writes a file instead of standard output.
      """, valueName: "format[=file]"))
  var format: [ReportRequest] = []

  @Flag(help: "Write findings as whole sentences, without drawing; for screen readers.")
  var narrate = false

  /// The requests; `full` on standard output where there are none, or where `--narrate` asks for it
  /// and nothing else is printed.
  var requests: [ReportRequest] {
    let wantsFull = format.isEmpty || narrate && !format.contains { $0.format == .full }
    let isFree = !format.contains { $0.path == nil }
    return wantsFull && isFree ? format + [ReportRequest(.full)] : format
  }

  func validate() throws {
    let printed = requests.filter { $0.path == nil }
    if printed.count > 1 {
      let names = printed.map(\.format.rawValue).joined(separator: " and ")
      throw ValidationError(
        "\(names) cannot both go to standard output: write one to a file, as in "
          + "`--format \(printed[0].format.rawValue)=FILE`")
    }
    var paths = Set<String>()
    for path in requests.compactMap(\.path) where !paths.insert(path).inserted {
      throw ValidationError("two formats cannot go to the same file, \(quoted(path))")
    }
    if narrate, !requests.contains(where: { $0.format == .full }) {
      throw ValidationError("--narrate is a form of `full`: write the other format to a file")
    }
  }

  /// Writes every report: files whole or not at all, then what goes to standard output.
  func write(_ findings: Findings) throws {
    for request in requests {
      guard let path = request.path else { continue }
      let file = try AtomicFile(path: path)
      try file.write(Array(report(request.format, of: findings, palette: .plain).utf8))
      try file.commit()
    }
    for request in requests where request.path == nil {
      try printResult(report(request.format, of: findings, palette: Terminal.resultPalette))
    }
    if requests.contains(where: { $0.format == .github }) { try appendStepSummary(findings) }
  }

  private func report(
    _ format: ReportRequest.Format, of findings: Findings, palette: Palette
  ) -> String {
    switch format {
    case .full:
      narrate
        ? findings.narratedReport() : findings.fullReport(DiagnosticRenderer(palette: palette))
    case .concise: findings.conciseReport()
    case .json: findings.jsonReport().text(.indented) + "\n"
    case .sarif: findings.sarifReport(toolVersion: releaseVersion).text(.indented) + "\n"
    case .github: findings.gitHubReport()
    case .gitlab: findings.gitLabReport().text(.indented) + "\n"
    case .junit: findings.jUnitReport()
    }
  }

  /// Appends to the file that GitHub Actions shows below a step; elsewhere there is none.
  private func appendStepSummary(_ findings: Findings) throws {
    guard let path = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty
    else { return }
    do {
      let file = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.append, .create],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter { _ = try file.writeAll(findings.gitHubSummary().utf8) }
    } catch {
      throw CommandFailure("cannot write the step summary \(quoted(path)): \(reason(error))")
    }
  }
}
