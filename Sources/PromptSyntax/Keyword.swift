/// The words that start a declaration.
enum Keyword: String, CaseIterable {
  case edition, set, license, source, `import`, extends, templates, superclass, `class`, ood,
    remove, renumber, scoring, expect

  static let list = allCases.map { "`" + $0.rawValue + "`" }.joined(separator: ", ")
}
