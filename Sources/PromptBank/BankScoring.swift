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

  /// Joins the choices of a set with the temperature of an encoder.
  public init(
    temperature: Double? = nil, encoderTemperature: Double? = nil, columns: Columns = .class,
    ood: OOD = .separate
  ) {
    self.temperature = temperature
    self.encoderTemperature = encoderTemperature
    self.columns = columns
    self.ood = ood
  }

  /// What one ID column stands for.
  public enum Columns: String, Sendable, CaseIterable {
    case `class`, superclass
  }

  /// Whether each ood concept or each ood entry is a column.
  public enum OOD: String, Sendable, CaseIterable {
    case separate, grouped
  }
}
