package import PromptSource

extension Rule {
  package static let ambiguousBoolean = Rule("PB110", "ambiguous-boolean", .warning)
  package static let ambiguousDate = Rule("PB113", "ambiguous-date", .warning)
  package static let ambiguousNull = Rule("PB111", "ambiguous-null", .warning)
  package static let ambiguousNumber = Rule("PB112", "ambiguous-number", .warning)
  package static let anchor = Rule("PB103", "anchor", .error)
  package static let commaInScalar = Rule("PB114", "comma-in-scalar", .warning)
  package static let commentInText = Rule("PB115", "comment-in-text", .warning)
  package static let duplicateKey = Rule("PB102", "duplicate-key", .error)
  package static let mergeKey = Rule("PB105", "merge-key", .error)
  package static let multipleDocuments = Rule("PB106", "multiple-documents", .error)
  package static let tag = Rule("PB104", "tag", .error)
  package static let tooDeep = Rule("PB116", "too-deep", .error)
  package static let unknownKey = Rule("PB107", "unknown-key", .error)
  package static let wrongKind = Rule("PB108", "wrong-kind", .error)
  package static let yamlSyntax = Rule("PB101", "yaml-syntax", .error)
}
