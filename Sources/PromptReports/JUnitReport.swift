import PromptSource

/// The test suites of a JUnit report: what CI services count and draw.
package struct JUnitReport {
  package struct Case {
    package var name: String
    package var className: String
    /// nil for a case that passed.
    package var failure: (message: String, text: String)?
    /// What a case that passed has to say.
    package var output: String?

    package init(
      name: String, className: String, failure: (message: String, text: String)? = nil,
      output: String? = nil
    ) {
      self.name = name
      self.className = className
      self.failure = failure
      self.output = output
    }
  }

  package var suites: [(name: String, cases: [Case])]

  package init(suites: [(name: String, cases: [Case])]) { self.suites = suites }

  /// The report as XML 1.0.
  package func xml() -> String {
    let all = suites.flatMap(\.cases)
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"promptbank\" \(Self.counts(all))>\n"
    for suite in suites {
      text += "  <testsuite name=\"\(escaped(suite.name))\" \(Self.counts(suite.cases))>\n"
      for testCase in suite.cases {
        text += "    <testcase name=\"\(escaped(testCase.name))\""
        text += " classname=\"\(escaped(testCase.className))\""
        if let failure = testCase.failure {
          text += ">\n      <failure message=\"\(escaped(failure.message))\">"
          text += escaped(failure.text) + "</failure>\n    </testcase>\n"
        } else if let output = testCase.output {
          text += ">\n      <system-out>\(escaped(output))</system-out>\n    </testcase>\n"
        } else {
          text += "/>\n"
        }
      }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private static func counts(_ cases: [Case]) -> String {
    "tests=\"\(cases.count)\" failures=\"\(cases.count { $0.failure != nil })\" errors=\"0\""
  }
}

extension Findings {
  /// One suite a file; a case for every error and warning in it, or one that passed for a clean file,
  /// so that the count is never zero. A finding that does not make the check fail is a case that passed, with
  /// the finding as its output.
  package func jUnitReport() -> String {
    let renderer = DiagnosticRenderer()
    let byFile = Dictionary(grouping: diagnostics) { $0.place.file.path }
    var suites: [(name: String, cases: [JUnitReport.Case])] = []
    var seen = Set<String>()
    for file in files + diagnostics.map(\.place.file.path) where seen.insert(file).inserted {
      let found = (byFile[file] ?? []).filter { $0.rule.level != .note }
      let cases = found.map { diagnostic in
        let (start, text) = (diagnostic.place.start, renderer.render(diagnostic))
        let fails = diagnostic.rule.level >= failingFrom
        return JUnitReport.Case(
          name: "\(diagnostic.rule.code) \(diagnostic.rule.name) at \(start.line):\(start.column)",
          className: file, failure: fails ? (diagnostic.message, text) : nil,
          output: fails ? nil : text)
      }
      suites.append(
        (file, cases.isEmpty ? [JUnitReport.Case(name: "check", className: file)] : cases))
    }
    return JUnitReport(suites: suites).xml()
  }
}

/// Text for an XML attribute or element; scalars that XML 1.0 cannot hold become U+FFFD.
private func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "\n", "\t": result.unicodeScalars.append(scalar)
    case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
