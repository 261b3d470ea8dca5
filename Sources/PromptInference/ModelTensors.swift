package import TensorFiles

/// What a model gives for one picture, ready for scoring.
package struct ModelTensors: Sendable {
  package var outputs: Outputs
  /// What the masks or pixel embeddings cover: score at its size, then crop.
  package var canvas: Canvas

  package enum Outputs: Hashable, Sendable {
    /// Embeddings [N, D], logits [N, h, w], and a second head's embeddings [N, D].
    case masks(embeddings: FloatTensor, logits: FloatTensor, second: FloatTensor?)
    /// Embeddings [h, w, D].
    case dense(embeddings: FloatTensor)
  }
}
