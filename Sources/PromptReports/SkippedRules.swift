/// Rules that could not be tried, for want of a text encoder.
package struct SkippedRules: Hashable, Sendable {
  /// In ascending order.
  package var codes: [String]
  /// What to do about it, as a sentence without a full stop.
  package var reason: String

  package init(codes: [String], reason: String) {
    self.codes = codes
    self.reason = reason
  }

  /// "PB703, PB704 were not checked: …".
  package var sentence: String {
    codes.joined(separator: ", ") + (codes.count == 1 ? " was" : " were") + " not checked: "
      + reason
  }
}
