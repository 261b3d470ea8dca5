package import PromptBank
internal import PromptKernels

/// What a map depends on beside the bank and the outputs.
package struct ScoringOptions: Hashable, Sendable {
  /// What cosines are divided by; finite and above 0.
  package var temperature: Double
  package var maskForm: MaskForm
  /// H and W of the map.
  package var height: Int, width: Int
  /// The embedding of a void column, of length 1; empty for none.
  package var void: [Float]
  /// How a second head is fused with the first; nil for one head.
  package var fusion: HeadFusion?
  /// How u is made from the class scores.
  package var score: BankScoring.Score
  /// How far u may move by queries that are not computed pixel by pixel; 0 computes all of them.
  package var pruningBound: Float
  /// The map does not depend on it.
  package var threads: Int

  package init(
    temperature: Double, maskForm: MaskForm = .sigmoid, height: Int, width: Int,
    void: [Float] = [], fusion: HeadFusion? = nil,
    score: BankScoring.Score = .vl4ad, pruningBound: Float = defaultPruningBound,
    threads: Int = availableProcessors
  ) {
    self.temperature = temperature
    self.maskForm = maskForm
    self.height = height
    self.width = width
    self.void = void
    self.fusion = fusion
    self.score = score
    self.pruningBound = pruningBound
    self.threads = threads
  }
}
