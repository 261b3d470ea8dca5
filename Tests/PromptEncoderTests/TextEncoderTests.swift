import Foundation
import PromptKernels
import PromptTokenizer
import TestSupport
import Testing

@testable import PromptEncoder

struct TextEncoderTests {
  /// The default encoder where the environment names it; its real weights and vocabulary.
  private static let miniLM = ProcessInfo.processInfo.environment["PROMPTBANK_ENCODER"]

  /// Forms of one precision may differ in their last bits.
  @Test(.enabled(if: miniLM != nil, "PROMPTBANK_ENCODER names no encoder"))
  func whatOneFormEncodedIsNotTakenFromTheCacheByAnother() throws {
    guard let directory = Self.miniLM else { return }
    try withFolder { folder in
      func cached(_ form: PackedMatrix.Form) throws -> Int {
        let encoder = try TextEncoder(
          directory: directory, products: .packed(form), cache: EmbeddingCache(folder: folder.path))
        return try encoder.encodeCounting([encoder.tokenizer.tokenize("road")]).counts.cached
      }
      let forms = PackedMatrix.Form.allCases.filter(\.runs)
      let (first, again) = (try forms.map(cached), try forms.map(cached))
      #expect(first.allSatisfy { $0 == 0 } && again.allSatisfy { $0 == 1 }, "\(first), \(again)")
    }
  }

  @Test(.enabled(if: miniLM != nil, "PROMPTBANK_ENCODER names no encoder"))
  func theDefaultEncoderFindsCatsNearerToDogsThanToCars() throws {
    guard let directory = Self.miniLM else { return }
    let encoder = try TextEncoder(directory: directory)
    #expect(encoder.family == "bert")
    #expect(encoder.dimension == 384)
    #expect(encoder.contextLength == 256)
    #expect(encoder.temperature == nil)
    #expect(encoder.tokenizer.mode == .wordPiece)
    #expect(encoder.weightsDigest == encoder.weightsDigest)
    let texts = [
      "a photo of a cat.", "a photo of a dog.", "a photo of a car.", "road", "sidewalk",
    ]
    let embeddings = try encoder.encode(texts.map(encoder.tokenizer.tokenize))
    func cosine(_ a: Int, _ b: Int) -> Double {
      let rows = [a, b].map { embeddings[$0 * 384..<($0 + 1) * 384].map(Double.init) }
      func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map(*).reduce(0, +) }
      return product(rows[0], rows[1])
        / (product(rows[0], rows[0]) * product(rows[1], rows[1])).squareRoot()
    }
    // As transformers 5.23 gives them.
    #expect(abs(cosine(0, 1) - 0.6193) <= 5e-5)
    #expect(abs(cosine(0, 2) - 0.4764) <= 5e-5)
    #expect(abs(cosine(3, 4) - 0.5696) <= 5e-5)
  }
}
