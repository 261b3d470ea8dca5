internal import PromptBank

/// Refuses a bank whose set asks for what this scorer does not do: to ignore it would change scores
/// silently.
///
/// - Throws: ``ScoringError`` naming the key and the line to change.
func checkChoices(_ scoring: BankScoring) throws(ScoringError) {
  if scoring.score != .vl4ad {
    throw ScoringError(
      reason: "the bank asks for the score `\(scoring.score.rawValue)`, which this scorer does not "
        + "compute; take `score` out of the set's `scoring` and compile it again")
  }
}
