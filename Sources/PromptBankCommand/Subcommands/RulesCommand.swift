import ArgumentParser
import PromptJSON
import PromptRules
import PromptSource

/// `promptbank rules`: the catalogue.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List every rule with its code, name, level and fix.",
    discussion: """
      Codes and names are permanent. A project sets levels in promptbank.yaml (`rules: {PB506: off}`); a \
      comment `# promptbank: allow CODE reason` allows one finding, on its line or the next.

        promptbank rules
        promptbank rules --format json
      """)

  @Option(help: "How the catalogue is written: full (a line each) or json.")
  var format: Format = .full

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case full, json
  }

  func run() throws {
    let entries = RuleCatalogue.standard.entries
    switch format {
    case .full:
      let width = entries.map(\.name.count).max() ?? 0
      let lines = entries.map { entry in
        let name = entry.name.padding(to: width)
        let fix = entry.fix == .none ? "" : "  fix: \(entry.fix.rawValue)"
        return "\(entry.code)  \(name)  \(entry.level.rawValue.padding(to: 7))\(fix)".trimmed + "\n"
      }
      try printResult(lines.joined())
    case .json:
      let rules = entries.map { entry -> JSONValue in
        [
          "code": .string(entry.code), "name": .string(entry.name),
          "level": .string(entry.level.rawValue), "fix": .string(entry.fix.rawValue),
          "needs": .optional(entry.needs), "explanation": .string(entry.explanation),
        ]
      }
      let report: JSONValue = ["version": 1, "rules": .array(rules)]
      try printResult(report.text(.indented) + "\n")
    }
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  /// Without blanks at the end.
  fileprivate var trimmed: String {
    String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
  }
}
