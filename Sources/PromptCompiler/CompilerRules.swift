package import PromptSource

/// Findings about a published list that is imported.
extension Rule {
  package static let unreadableList = Rule("PB050", "unreadable-list", .error)
}

/// Findings that need a text encoder.
extension Rule {
  package static let promptTooLong = Rule("PB701", "prompt-too-long", .error)
  package static let specialToken = Rule("PB702", "special-token", .warning)
}
