public import TensorFiles

/// What a model says about one picture.
public enum ModelOutputs: Hashable, Sendable {
  /// Embeddings [N, D] of N queries, and their mask logits [N, h, w].
  case masks(embeddings: FloatTensor, logits: FloatTensor)
  /// The same of two classifier heads, whose embeddings have one shape.
  case twoHeads(embeddings: FloatTensor, secondEmbeddings: FloatTensor, logits: FloatTensor)
  /// One embedding a pixel, [h, w, D].
  case dense(pixelEmbeddings: FloatTensor)

  /// The tensors' names in files and messages.
  enum Name {
    static let embeddings = "mask_embeddings"
    static let secondEmbeddings = "mask_embeddings_out"
    static let logits = "mask_logits"
    static let pixelEmbeddings = "pixel_embeddings"
  }
}
