import PromptSource

/// Every rule there is, by code and by name.
package struct RuleCatalogue: Sendable {
  /// The catalogue of this program.
  package static let standard = RuleCatalogue(ruleCatalogueText)

  /// In the order of their codes.
  package let entries: [RuleEntry]
  private let index: [String: Int]

  init(_ texts: [String]) {
    let entries = texts.compactMap(readRuleEntry).sorted { $0.code < $1.code }
    self.entries = entries
    index = Dictionary(
      entries.enumerated().flatMap { [($1.code, $0), ($1.name, $0)] },
      uniquingKeysWith: { first, _ in first })
  }

  /// The rule of a code, in either case, or of a name.
  package subscript(_ codeOrName: String) -> RuleEntry? {
    (index[codeOrName] ?? index[codeOrName.uppercased()]).map { entries[$0] }
  }

  /// The code or name that a person most likely meant.
  package func nearest(to codeOrName: String) -> String? {
    nearestName(to: codeOrName, among: entries.map(\.code) + entries.map(\.name))
  }
}
