/// The words that start a declaration.
enum Keyword: String, CaseIterable {
  case edition, set, license, source, `import`, templates, superclass, `class`, ood, scoring

  /// Words kept for declarations to come, so that a file cannot use them for anything else.
  static let reserved = ["extends", "expect", "remove"]

  static let list = allCases.map { "`" + $0.rawValue + "`" }.joined(separator: ", ")
}
