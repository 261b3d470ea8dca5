/// Why maps and labels cannot be evaluated: one sentence for each file that is wrong.
package struct EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, each with the file, without full stops.
  package var reasons: [String]

  package init(_ reasons: [String]) { self.reasons = reasons }

  package init(_ reason: String) { self.init([reason]) }

  package var description: String { reasons.joined(separator: "\n") }
}
