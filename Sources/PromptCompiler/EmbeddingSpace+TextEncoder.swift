package import PromptBank
package import PromptEncoder

extension EmbeddingSpace {
  /// The space an encoder's embeddings live in.
  package init(of encoder: TextEncoder) {
    self.init(
      encoderDigest: encoder.space.encoderDigest, tokenizerMode: encoder.space.tokenizerMode,
      vocabularyDigest: encoder.space.vocabularyDigest, dimension: encoder.dimension, digest: sha256
    )
  }
}
