internal import Crypto
internal import PromptKernels
package import PromptTokenizer
internal import Synchronization

/// A text encoder from a model folder: text to token ids to embeddings.
package final class TextEncoder: Sendable {
  package let directory: String
  package let tokenizer: Tokenizer
  /// What multiplies.
  package let products: ProductPath
  let tower: any TextTower
  /// Where embeddings are kept between runs; nil for nowhere.
  package let cache: EmbeddingCache?
  private let knownDigest = Mutex<String?>(nil)

  /// Opens the folder of a Hugging Face or OpenCLIP model. Large weights stay in their files until
  /// something is encoded.
  ///
  /// - Throws: ``EncoderError`` naming what was found and what was expected.
  package init(directory: String, products: ProductPath = .fastest(), cache: EmbeddingCache? = nil)
    throws(EncoderError)
  {
    self.directory = directory
    self.cache = cache
    self.products = products
    tower = try loadTower(ModelDirectory(path: directory, products: products))
    do { tokenizer = try Tokenizer(directory: directory, mode: nil) } catch {
      throw EncoderError(error)
    }
    if let endID = tower.endID, endID != tokenizer.endID {
      throw EncoderError(
        directory,
        "the tower pools at token \(endID), the tokenizer ends prompts with \(tokenizer.endID)")
    }
    guard Int(tokenizer.endID) < tower.shape.vocabularySize else {
      throw EncoderError(
        directory,
        """
        the tokenizer's end token \(tokenizer.endID) is outside the tower's vocabulary of \
        \(tower.shape.vocabularySize)
        """)
    }
  }

  /// The entries of an embedding.
  package var dimension: Int { tower.dimension }
  /// The longest prompt in tokens, with start and end.
  package var contextLength: Int { tower.shape.contextLength }
  /// What cosines are divided by, 1 / min(exp(logit_scale), 100); nil where the tower has no such
  /// scale.
  package var temperature: Double? { tower.temperature }
  /// `clip`, `siglip` or `bert`.
  package var family: String { tower.family }

  /// Heads, activation, ε, mask and pooling: what a bank says of the encoder beside its space.
  package var arithmetic: String { tower.arithmetic }

  /// `sha256:` and 64 digits over the tower's weights, whatever files held them, as `grammar/bank.md`
  /// defines it: computed over all weights when first asked for.
  package var weightsDigest: String {
    knownDigest.withLock { known in
      func make() -> String { encoderDigest(of: tower.canonicalTensors) }
      let digest = known ?? cache?.digest(of: tower, make) ?? make()
      known = digest
      return digest
    }
  }

  /// `sha256:` and 64 digits over the tokenizer's vocabulary, likewise.
  package var vocabularyDigest: String {
    "sha256:" + hexadecimal(SHA256.hash(data: tokenizer.vocabularyBytes))
  }

  /// Encodes prompts; the result depends on neither their order nor the number of threads.
  ///
  /// - Parameters:
  ///   - tokens: the ids of each prompt with start and end, at most ``contextLength``.
  ///   - threads: how many work; all cores if nil.
  ///   - progress: called on the caller's thread after each batch.
  /// - Returns: unnormalised embeddings, [prompts, dimension] row-major.
  /// - Throws: ``EncoderError`` naming the prompt that is empty, too long, or not finite.
  package func encode(
    _ tokens: [[Int32]], threads: Int? = nil,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(EncoderError) -> [Float] {
    try encodeCounting(tokens, threads: threads, progress: progress).embeddings
  }
}
