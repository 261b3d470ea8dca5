package import PromptSource

extension Rule {
  package static let articleMismatch = Rule("PB409", "article-mismatch", .warning)
  package static let duplicateConcept = Rule("PB201", "duplicate-concept", .error)
  package static let oodConceptInClass = Rule("PB203", "ood-concept-in-class", .error)
  package static let pluralOfMassNoun = Rule("PB205", "plural-of-mass-noun", .warning)
  package static let pluralOfPlural = Rule("PB206", "plural-of-plural", .warning)
  package static let pluralUnchanged = Rule("PB208", "plural-unchanged", .note)
  package static let pluralUnknown = Rule("PB207", "plural-unknown", .warning)
  package static let repeatedConcept = Rule("PB202", "repeated-concept", .warning)
  package static let sharedOODConcept = Rule("PB204", "shared-ood-concept", .error)
  package static let vanishingConcept = Rule("PB209", "vanishing-concept", .error)
}
