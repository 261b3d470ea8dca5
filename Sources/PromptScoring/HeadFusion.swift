internal import PromptBank

/// The geometric ensemble of two classifier heads.
package struct HeadFusion: Hashable, Sendable {
  /// w of each column, ID and ood: the exponent of the second head, 0 to 1; the first head's is 1 − w.
  package var weights: [Double]
  /// What cosines of the second head are divided by; finite and above 0.
  package var secondTemperature: Double

  package init(weights: [Double], secondTemperature: Double) {
    self.weights = weights
    self.secondTemperature = secondTemperature
  }

  /// The weights of a bank's columns: α for those of a seen class, β for the others. A superclass is seen
  /// if one of its classes is.
  init(_ heads: BankScoring.Heads, bank: Bank, secondTemperature: Double) {
    weights = [Double](repeating: heads.beta, count: bank.columnCount)
    let unseen = Set(heads.unseen)
    for index in 0..<bank.classCount where !unseen.contains(index) {
      weights[bank.idClass(index).column] = heads.alpha
    }
    self.secondTemperature = secondTemperature
  }
}
