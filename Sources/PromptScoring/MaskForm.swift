package import PromptKernels

/// What a mask contributes to a pixel. x is its logit there, after the resize.
public enum MaskForm: String, Sendable, CaseIterable {
  /// 1 / (1 + exp(-x)), as in the paper: several masks may claim a pixel whole.
  case sigmoid
  /// Softmax over the masks.
  case softmax
  /// The sigmoid divided by the sum of all masks' sigmoids, or by 1e-6 where the sum is smaller.
  case normalised

  package var shares: MaskShares {
    switch self {
    case .sigmoid: .sigmoid
    case .softmax: .softmax
    case .normalised: .normalised
    }
  }
}
