/// The scoring choices of a set; each is recorded in the bank.
package struct Scoring: Hashable, Sendable {
  /// The softmax temperature T, finite and above 0; nil leaves it to the model or the encoder.
  package var temperature: Double?
  package var columns: Columns
  package var ood: OOD

  package init(temperature: Double? = nil, columns: Columns = .class, ood: OOD = .separate) {
    self.temperature = temperature
    self.columns = columns
    self.ood = ood
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
