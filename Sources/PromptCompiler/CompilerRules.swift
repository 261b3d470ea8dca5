package import PromptSource

/// Findings that need a text encoder.
extension Rule {
  package static let promptTooLong = Rule("PB701", "prompt-too-long", .error)
  package static let specialToken = Rule("PB702", "special-token", .warning)
}
