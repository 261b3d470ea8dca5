internal import PromptBank

/// Refuses a bank whose set asks for what this scorer does not do: to ignore it would change scores
/// silently.
///
/// - Throws: ``ScoringError`` naming the key and the line to change.
func checkChoices(_ scoring: BankScoring) throws(ScoringError) {
  func refuse(_ what: String, _ key: String) -> ScoringError {
    ScoringError(
      reason: "the bank asks for \(what), which this scorer does not compute; take `\(key)` out of "
        + "the set's `scoring` and compile it again")
  }
  if scoring.score != .vl4ad {
    throw refuse("the score `\(scoring.score.rawValue)`", "score")
  }
  if scoring.void != nil { throw refuse("a void column", "void") }
  if scoring.heads != nil { throw refuse("two classifier heads", "alpha` and `beta") }
}
