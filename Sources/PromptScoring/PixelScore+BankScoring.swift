internal import PromptBank
internal import PromptKernels

/// How a bank's score is made from the class scores S_k of the ID columns, the pixel's logits.
///
/// - `vl4ad`: −max S (VL4AD, arXiv 2409.17330, equation 3).
/// - `max-probability`: −max softmax(S) (Hendrycks and Gimpel 2017).
/// - `entropy`: −Σ p ln p, p = softmax(S).
/// - `energy`: −ln Σ exp S (Liu et al. 2020, at temperature 1).
/// - `rba`: −Σ tanh S (Rejected by All, Nayal et al. 2023).
func pixelScore(_ score: BankScoring.Score) -> PixelScore {
  switch score {
  case .vl4ad: .largestScore
  case .maximumProbability: .largestProbability
  case .entropy: .entropy
  case .energy: .energy
  case .rba: .rejectedByAll
  }
}
