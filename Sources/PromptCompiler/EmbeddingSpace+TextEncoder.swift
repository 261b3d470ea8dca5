package import PromptBank
package import PromptEncoder
internal import PromptTokenizer

extension EmbeddingSpace {
  /// The space an encoder's embeddings live in.
  package init(of encoder: TextEncoder) {
    self.init(
      encoderDigest: encoder.weightsDigest, tokenizerMode: encoder.tokenizer.mode.rawValue,
      vocabularyDigest: encoder.vocabularyDigest, dimension: encoder.dimension, digest: sha256)
  }
}
