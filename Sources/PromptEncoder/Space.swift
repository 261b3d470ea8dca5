internal import Crypto

/// The identity of a joint embedding space: vectors may be compared only where it is the same.
package struct Space: Hashable, Sendable {
  /// `sha256:` and 64 digits over the other fields, as `grammar/bank.md` defines it.
  package let id: String
  /// `sha256:` and 64 digits over the tower's weights, whatever files held them.
  package let encoderDigest: String
  /// How text becomes tokens, as `open_clip`.
  package let tokenizerMode: String
  /// `sha256:` and 64 digits over the vocabulary.
  package let vocabularyDigest: String
  /// The entries of an embedding.
  package let dimension: Int

  package init(
    encoderDigest: String, tokenizerMode: String, vocabularyDigest: String, dimension: Int
  ) {
    self.encoderDigest = encoderDigest
    self.tokenizerMode = tokenizerMode
    self.vocabularyDigest = vocabularyDigest
    self.dimension = dimension
    let text = """
      promptbank space 1
      encoder \(encoderDigest)
      tokenizer \(tokenizerMode)
      vocabulary \(vocabularyDigest)
      dimension \(dimension)

      """
    id = "sha256:" + hexadecimal(SHA256.hash(data: Array(text.utf8)))
  }
}
