/// The identity of a joint embedding space: two vectors may be compared only if their ids are equal.
public struct EmbeddingSpace: Hashable, Sendable {
  /// `sha256:` and 64 hexadecimal digits.
  public var id: String
  /// The digest of the text tower's weights, as ``id`` is written.
  public var encoderDigest: String
  /// `open_clip`, `openai`, `hf` or `wordpiece`.
  public var tokenizerMode: String
  /// The digest of the tokenizer's vocabulary, as ``id`` is written.
  public var vocabularyDigest: String
  /// The length of an embedding.
  public var dimension: Int

  /// Takes a space as somebody else identified it.
  public init(
    id: String, encoderDigest: String, tokenizerMode: String, vocabularyDigest: String,
    dimension: Int
  ) {
    self.id = id
    self.encoderDigest = encoderDigest
    self.tokenizerMode = tokenizerMode
    self.vocabularyDigest = vocabularyDigest
    self.dimension = dimension
  }

  /// Identifies a space by its four parts, with the formula of `grammar/bank.md`.
  ///
  /// - Parameter digest: SHA-256.
  public init(
    encoderDigest: String, tokenizerMode: String, vocabularyDigest: String, dimension: Int,
    digest: ([UInt8]) -> [UInt8]
  ) {
    self.init(
      id: "", encoderDigest: encoderDigest, tokenizerMode: tokenizerMode,
      vocabularyDigest: vocabularyDigest, dimension: dimension)
    id = "sha256:" + hexadecimal(digest(Array(canonicalText.utf8)))
  }

  /// The text whose SHA-256 is the id.
  public var canonicalText: String {
    """
    promptbank space 1
    encoder \(encoderDigest)
    tokenizer \(tokenizerMode)
    vocabulary \(vocabularyDigest)
    dimension \(dimension)

    """
  }
}
