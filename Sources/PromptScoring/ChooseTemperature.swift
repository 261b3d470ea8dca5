/// The softmax temperature: the prompt set's, else the model's, else the encoder's.
///
/// - Throws: ``ScoringError`` with the line to add if there is none, or one that is not above 0.
package func chooseTemperature(
  set: Double?, model: Double?, encoder: Double?
) throws(ScoringError) -> Double {
  guard let temperature = set ?? model ?? encoder else {
    throw ScoringError(
      reason: "no softmax temperature: neither the prompt set, nor the model, nor the encoder "
        + "states one; add the line `scoring { temperature 0.01 }` to the prompt set and compile "
        + "it again")
  }
  guard temperature > 0, temperature.isFinite else {
    throw ScoringError(reason: "the temperature \(temperature) is not above 0 and finite")
  }
  return temperature
}
