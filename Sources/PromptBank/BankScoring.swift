/// The scoring choices a bank records.
public struct BankScoring: Hashable, Sendable {
  /// The softmax temperature T of the set, finite and above 0; nil leaves it to the model or encoder.
  public var temperature: Double?
  /// The encoder's own T, 1 / min(exp(logit scale), 100); nil where it has none.
  public var encoderTemperature: Double?
  /// What one ID column stands for.
  public var columns: Columns
  /// Whether each ood concept or each ood entry is a column.
  public var ood: OOD
  /// How an anomaly score is made from the columns.
  public var score: Score
  /// The text whose embedding is one more column that stands for no class; nil for none.
  public var void: String?
  /// The geometric ensemble of two classifier heads; nil for one head.
  public var heads: Heads?

  /// Joins the choices of a set with the temperature of an encoder.
  public init(
    temperature: Double? = nil, encoderTemperature: Double? = nil, columns: Columns = .class,
    ood: OOD = .separate, score: Score = .vl4ad, void: String? = nil, heads: Heads? = nil
  ) {
    self.temperature = temperature
    self.encoderTemperature = encoderTemperature
    self.columns = columns
    self.ood = ood
    self.score = score
    self.void = void
    self.heads = heads
  }

  /// A function of the class probabilities and the masks.
  public enum Score: String, Sendable, CaseIterable {
    /// u of VL4AD: the largest ID class score, negated.
    case vl4ad
    /// The largest probability of an ID column, negated.
    case maximumProbability = "max-probability"
    /// The entropy of the columns' probabilities.
    case entropy
    /// The energy of the columns' similarities.
    case energy
    /// Rejected by all: no ID column claims the pixel.
    case rba
  }

  /// p = p_in^(1 − w) · p_out^w, with w = α for seen classes and β for every other column.
  public struct Heads: Hashable, Sendable {
    /// The weight of the out-of-vocabulary head for seen classes, 0 to 1.
    public var alpha: Double
    /// The weight of the out-of-vocabulary head for unseen classes and ood columns, 0 to 1.
    public var beta: Double
    /// Ascending indices of the classes that the in-vocabulary head was not trained on.
    public var unseen: [Int]

    /// Joins both weights with the classes that take the second.
    public init(alpha: Double, beta: Double, unseen: [Int] = []) {
      self.alpha = alpha
      self.beta = beta
      self.unseen = unseen
    }
  }

  /// What one ID column stands for.
  public enum Columns: String, Sendable, CaseIterable {
    /// One class.
    case `class`
    /// All the classes of a superclass, merged before the softmax.
    case superclass
  }

  /// Whether each ood concept or each ood entry is a column.
  public enum OOD: String, Sendable, CaseIterable {
    /// Each ood concept is a column.
    case separate
    /// Each ood entry is a column, its concepts alternatives.
    case grouped
  }
}
