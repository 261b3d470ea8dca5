import Foundation
import PromptTokenizer
import TestSupport
import Testing

/// The whole vocabularies, where the larger reference vectors lie beside the checkout.
@Suite struct ReferenceVectorTests {
  @Test(.enabled(if: referenceData != nil)) func everyVectorOfCLIPHasItsIds() throws {
    guard let data = referenceData else { return }
    let folder = data.appendingPathComponent("hf_clip_tokenizer").path
    let vectors = try ReferenceText.all(data.appendingPathComponent("tokenizer_vectors.jsonl"))
    for (key, mode) in [
      ("openclip", Tokenizer.Mode.openCLIP), ("openai", .openAI), ("hf", .huggingFace),
    ] {
      let tokenizer = try Tokenizer(directory: folder, mode: mode)
      for vector in vectors {
        // open_clip repairs what was decoded with the wrong encoding.
        if mode != .huggingFace, looksMisdecoded(vector.text) { continue }
        var ids = tokenizer.tokenize(vector.text)
        if ids.count > 77 { ids[76...] = [tokenizer.endID] }
        #expect(ids == vector.ids(key) ?? vector.ids("openclip"), "\(mode): \(vector.text)")
      }
      #expect(vectors.filter { looksMisdecoded($0.text) }.count < 12)
    }
  }

  @Test(.enabled(if: referenceData != nil)) func everyVectorOfMiniLMHasItsIds() throws {
    guard let data = referenceData else { return }
    let folder = packageRoot.deletingLastPathComponent()
      .appendingPathComponent("encoders/all-MiniLM-L6-v2").path
    guard FileManager.default.fileExists(atPath: folder) else {
      print("skipped: no all-MiniLM-L6-v2 beside the checkout")
      return
    }
    let tokenizer = try Tokenizer(directory: folder, mode: nil)
    for vector in try ReferenceText.all(
      data.appendingPathComponent("minilm_wordpiece_vectors.jsonl"))
    { #expect(tokenizer.tokenize(vector.text) == vector.ids("ids"), "\(vector.text)") }
  }
}
