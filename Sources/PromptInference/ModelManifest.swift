/// What `model.json` says of a model; `grammar/model.md` describes the format.
package struct ModelManifest: Hashable, Sendable {
  /// The space of the model's embeddings: `sha256:` and 64 hexadecimal digits.
  package var space: String
  /// Other spaces whose banks the model takes.
  package var otherSpaces: [String]
  package var input: InputFormat
  package var outputs: Outputs
  /// How scoring turns masks into shares: `sigmoid`, `softmax` or `normalised`; nil leaves it to the
  /// caller.
  package var maskForm: String?
  /// What the similarities of the first head are divided by; nil leaves it to the set and the encoder.
  package var temperature: Double?
  /// The same for the second head.
  package var secondTemperature: Double?

  /// The names of the model's outputs.
  package enum Outputs: Hashable, Sendable {
    /// Masks with one embedding each; `secondEmbeddings` is a second classifier head.
    case masks(embeddings: String, masks: String, secondEmbeddings: String?, form: MaskValues)
    /// An embedding for each pixel.
    case dense(embeddings: String, layout: PixelLayout)
  }

  /// What a mask holds.
  package enum MaskValues: String, CaseIterable, Sendable { case logits, probabilities }

  /// Where the channels of pixel embeddings stand: [D, h, w] or [h, w, D].
  package enum PixelLayout: String, CaseIterable, Sendable { case chw, hwc }

  /// Whether a bank of a space fits the model.
  package func accepts(_ space: String) -> Bool {
    space == self.space || otherSpaces.contains(space)
  }

  /// The names of the outputs, in the order they are asked for.
  var outputNames: [String] {
    switch outputs {
    case .masks(let embeddings, let masks, let second, _):
      [embeddings, masks] + (second.map { [$0] } ?? [])
    case .dense(let embeddings, _): [embeddings]
    }
  }
}
