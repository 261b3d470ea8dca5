import ArgumentParser
import PromptRules
import PromptSource

/// `promptbank explain`: the long form of a rule, offline.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say what a rule means, why it matters, and what mends it.",
    discussion: """
        promptbank explain PB201
        promptbank explain duplicate-concept
      """)

  @Argument(help: "The code or the name of a rule.")
  var rule: String

  func run() throws {
    guard let entry = RuleCatalogue.standard[rule] else {
      let near = RuleCatalogue.standard.nearest(to: rule)
      throw CommandFailure(
        "no rule is called \(quoted(rule)): "
          + (near.map { "did you mean `\($0)`?" } ?? "`promptbank rules` lists all of them"), .usage
      )
    }
    try printResult(entry.longText)
  }
}
