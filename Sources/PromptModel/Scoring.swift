/// The scoring choices of a set; each is recorded in the bank.
package struct Scoring: Hashable, Sendable {
  /// The softmax temperature T, finite and above 0; nil leaves it to the model or the encoder.
  package var temperature: Double?
  package var columns: Columns
  package var ood: OOD
  /// How an anomaly score is made from the columns.
  package var score: Score
  /// A text whose embedding is one more column that stands for no class; nil for none.
  package var void: String?
  /// The geometric ensemble of two classifier heads; nil for one head.
  package var heads: Heads?

  package init(
    temperature: Double? = nil, columns: Columns = .class, ood: OOD = .separate,
    score: Score = .vl4ad, void: String? = nil, heads: Heads? = nil
  ) {
    self.temperature = temperature
    self.columns = columns
    self.ood = ood
    self.score = score
    self.void = void
    self.heads = heads
  }

  /// A function of the class probabilities and the masks.
  package enum Score: String, Sendable, CaseIterable {
    case vl4ad
    case maximumProbability = "max-probability"
    case entropy, energy, rba
  }

  /// p = p_in^(1 − w) · p_out^w with w = α for a class that the in-vocabulary head was trained on, and
  /// β for every other class and for ood columns, as FC-CLIP does (Yu et al. 2023, §3.3).
  package struct Heads: Hashable, Sendable {
    /// The out-of-vocabulary head's weight for seen classes, 0 to 1.
    package var alpha: Double
    /// The out-of-vocabulary head's weight for unseen classes, 0 to 1.
    package var beta: Double
    /// Names of the classes that the in-vocabulary head was not trained on, in source order.
    package var unseen: [String]

    package init(alpha: Double, beta: Double, unseen: [String] = []) {
      self.alpha = alpha
      self.beta = beta
      self.unseen = unseen
    }
  }

  /// What one ID column stands for.
  package enum Columns: String, Sendable, CaseIterable {
    case `class`, superclass
  }

  /// Whether each ood concept or each ood entry is a column.
  package enum OOD: String, Sendable, CaseIterable {
    case separate, grouped
  }
}
