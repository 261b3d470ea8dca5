import PromptCompiler
import PromptImages
import PromptJSON
import PromptReports
import PromptSource

/// A line an expectation: whether it holds, its cosine, the margin, and what came next or won instead.
func expectationTable(_ outcomes: [ExpectationOutcome]) -> String {
  guard !outcomes.isEmpty else { return "" }
  let width = min(outcomes.map(\.text.count).max() ?? 0, 72)
  var text = ""
  for outcome in outcomes {
    let gap = String(repeating: " ", count: max(0, width - outcome.text.count))
    text += (outcome.passed ? "holds  " : "FAILS  ") + outcome.text + gap
    text +=
      "  cosine \(decimals(outcome.cosine, digits: 4)), margin \(decimals(outcome.margin, digits: 4, signed: true))"
    if let rival = outcome.rival { text += "; " + rivalText(rival, won: !outcome.passed) }
    text += "\n"
  }
  let failed = outcomes.count { !$0.passed }
  let count = outcomes.count == 1 ? "1 expectation" : "\(outcomes.count) expectations"
  return text + "\(count), \(failed == 0 ? "all hold" : "\(failed) of them failed")\n"
}

/// The outcomes as JSON, `version` 1.
func expectationJSON(_ outcomes: [ExpectationOutcome]) -> JSONValue {
  let items = outcomes.map { outcome -> JSONValue in
    let start = outcome.place.start
    return [
      "text": .string(outcome.text),
      "place": [
        "file": .string(outcome.place.file.path), "line": .int(start.line),
        "column": .int(start.column),
      ],
      "passed": .bool(outcome.passed), "cosine": .double(outcome.cosine),
      "margin": .double(outcome.margin),
      "rival": outcome.rival.map {
        [
          "kind": .string($0.isOOD ? "ood" : "class"), "name": .string($0.name),
          "cosine": .double($0.cosine),
        ]
      } ?? .null,
    ]
  }
  let failed = outcomes.count { !$0.passed }
  return [
    "version": 1, "expectations": .array(items),
    "summary": ["passed": .int(outcomes.count - failed), "failed": .int(failed)],
  ]
}

/// One suite with a case an expectation.
func expectationJUnit(_ outcomes: [ExpectationOutcome], of file: String) -> String {
  let cases = outcomes.map { outcome in
    let start = outcome.place.start
    var message = "cosine \(decimals(outcome.cosine, digits: 4))"
    message += ", margin \(decimals(outcome.margin, digits: 4, signed: true))"
    if let rival = outcome.rival { message += "; " + rivalText(rival, won: true) }
    let place = "\(outcome.place.file.path):\(start.line):\(start.column)"
    return JUnitReport.Case(
      name: outcome.text, className: file,
      failure: outcome.passed ? nil : (message, "\(place): \(outcome.text)\n\(message)"))
  }
  return JUnitReport(suites: [(file, cases)]).xml()
}

private func rivalText(_ rival: ExpectationOutcome.Rival, won: Bool) -> String {
  let name = (rival.isOOD ? "ood " : "") + quoted(rival.name)
  return "\(won ? "nearest is" : "next is") \(name) with \(decimals(rival.cosine, digits: 4))"
}
