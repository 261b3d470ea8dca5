/// One finding about the user's text.
///
/// The message stands alone, starts with a small letter, has no full stop and never holds the mend;
/// the mend is in `help`. The user's text is quoted in backquotes by ``quoted(_:)``.
package struct Diagnostic: Hashable, Sendable {
  package let rule: Rule
  package let message: String
  /// Where the finding is.
  package let place: SourcePlace
  /// A few words under the caret, or nil.
  package let label: String?
  /// The other places that belong to the same root cause, each with a few words.
  package let related: [Related]
  /// What to do, as a sentence without a full stop, or nil where the message says it all.
  package let help: String?
  /// The change that mends it, or nil where a person has to choose.
  package let fix: Fix?

  package init(
    _ rule: Rule, _ message: String, at place: SourcePlace, label: String? = nil,
    related: [Related] = [], help: String? = nil, fix: Fix? = nil
  ) {
    self.rule = rule
    self.message = message
    self.place = place
    self.label = label
    self.related = related
    self.help = help
    self.fix = fix
  }

  package struct Related: Hashable, Sendable {
    package let message: String
    package let place: SourcePlace

    package init(_ message: String, at place: SourcePlace) {
      self.message = message
      self.place = place
    }
  }
}
