/// u of a pixel from its class scores S_k, which play the part of the pixel's logits.
package enum PixelScore: Int32, Sendable, CaseIterable {
  /// −max S_k.
  case largestScore = 0
  /// −max softmax(S)_k.
  case largestProbability = 1
  /// −Σ p_k ln p_k, with p = softmax(S).
  case entropy = 2
  /// −ln Σ exp(S_k).
  case energy = 3
  /// −Σ tanh(S_k).
  case rejectedByAll = 4

  /// The most that u moves where class scores move by 1, summed over the columns.
  ///
  /// The gradient of the entropy is −p_k (ln p_k + H), whose parts are together at most 2 H ≤ 2 ln K;
  /// those of the others are at most 1.
  func steepness(columns: Int) -> Float {
    self == .entropy ? max(1, 2 * naturalLogarithm(of: columns)) : 1
  }
}

/// ln, not below; the runtime needs no more than that.
private func naturalLogarithm(of count: Int) -> Float {
  // ln(2) for each doubling, the last one whole.
  0.6931472 * Float(Int.bitWidth - max(0, count - 1).leadingZeroBitCount)
}
