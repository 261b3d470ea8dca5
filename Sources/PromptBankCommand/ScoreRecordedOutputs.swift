import PromptBank
import PromptImages
import PromptScoring
import TensorFiles

/// Scores what a model gave, as recorded in files.
///
/// - Parameters:
///   - statedForm: the mask form of the command line.
///   - image: what the model looked at, drawn with the heat map.
func scoreRecordedOutputs(
  _ outputs: [String], bank: Bank, statedForm: MaskForm?, size: MapSize, pictures: PictureOptions,
  output: String, heatMap: String?, image: String?
) throws {
  let recorded = try readTensors(outputs)
  try requireSameSpace(recorded, bank)
  let scorer = try Scorer(
    bank: bank, maskForm: try statedForm ?? Scorer.maskForm(of: recorded) ?? .sigmoid)
  // Before the work, so that a picture that cannot be read costs nothing.
  let scene = try image.map(readPicture)
  let map = try scorer.score(recorded, height: size.height, width: size.width)
  try pictures.write(
    map, of: bank, to: output, base: output.deletingExtension, heatMap: heatMap, scene: scene,
    usual: .beside)
}

/// Refuses outputs that say they live in another space than the bank.
private func requireSameSpace(_ outputs: NamedTensors, _ bank: Bank) throws(CommandFailure) {
  guard let space = outputs.metadata["space"], space != bank.space.id else { return }
  throw CommandFailure(
    """
    the outputs and the bank live in different spaces, and their cosines mean nothing
      \(outputs.path): \(space)
      \(bank.path): \(bank.space.id)
      compile the prompt set with the text encoder that belongs to the model
    """)
}

extension String {
  /// The path without what stands behind the last dot of its last component.
  var deletingExtension: String {
    guard let dot = lastIndex(of: "."), !self[dot...].contains("/") else { return self }
    return String(self[..<dot])
  }
}
