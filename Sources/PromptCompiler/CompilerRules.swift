package import PromptSource

/// Findings about imported lists, encoders, suppressions and the project file.
extension Rule {
  package static let unreadableList = Rule("PB050", "unreadable-list", .error)
  package static let unreadPart = Rule("PB051", "unread-part", .warning)
  package static let conceptNearerOtherClass = Rule(
    "PB703", "concept-nearer-other-class", .warning)
  package static let oodFarFromNear = Rule("PB705", "ood-far-from-near", .note)
  package static let oodTooClose = Rule("PB704", "ood-too-close", .warning)
  package static let permanentRule = Rule("PB904", "permanent-rule", .error)
  package static let promptTooLong = Rule("PB701", "prompt-too-long", .error)
  package static let redundantConcept = Rule("PB706", "redundant-concept", .note)
  package static let specialToken = Rule("PB702", "special-token", .warning)
  package static let suppressionWithoutReason = Rule(
    "PB901", "suppression-without-reason", .warning)
  package static let unknownRule = Rule("PB902", "unknown-rule", .error)
  package static let unknownRuleLevel = Rule("PB905", "unknown-rule-level", .error)
  package static let unusedSuppression = Rule("PB903", "unused-suppression", .warning)
}
