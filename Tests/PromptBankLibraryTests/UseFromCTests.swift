import CPromptBank
import CPromptBankUse
import Foundation
import PromptBank
import PromptBankLibrary
import PromptScoring
import Synchronization
import TestSupport
import Testing

@Suite struct UseFromCTests {
  private static let bank = packageRoot.appendingPathComponent(
    "Tests/PromptBankLibraryTests/Fixtures/axes.bank.safetensors")

  @Test func aProgramInC() throws {
    try withFolder { folder in
      let damaged = folder.appendingPathComponent("damaged.safetensors").path
      try Data(contentsOf: Self.bank).dropLast().write(to: URL(fileURLWithPath: damaged))
      let problem = unsafe use_promptbank(Self.bank.path, damaged)
      #expect(unsafe problem == nil, "\(unsafe problem.map { unsafe String(cString: $0) } ?? "")")
    }
  }

  /// The reader's own tests cut a bank at every byte.
  @Test func aBankCutAnywhereIsRefused() throws {
    try withFolder { folder in
      let whole = try Data(contentsOf: Self.bank)
      let path = folder.appendingPathComponent("cut.safetensors").path
      for count in stride(from: 0, to: whole.count, by: 53) {
        try whole.prefix(count).write(to: URL(fileURLWithPath: path))
        var bank: promptbank_bank = 5
        #expect(
          unsafe promptbank_open(path, &bank) == promptbank_status(PROMPTBANK_INVALID_BANK),
          "\(count) bytes")
        #expect(bank == 0)
      }
    }
  }

  @Test func manyThreadsScoreAsOneAndAsSwiftDoes() throws {
    var chance = SeededGenerator(seed: 5)
    let (queries, mask, size) = (17, (height: 6, width: 11), (height: 40, width: 51))
    let embeddings = (0..<queries * 3).map { _ in Float.random(in: -2...2, using: &chance) }
    let logits = (0..<queries * mask.height * mask.width).map { _ in
      Float.random(in: -8...8, using: &chance)
    }
    for form in MaskForm.allCases {
      let scorer = try Scorer(bank: Bank(path: Self.bank.path), temperature: 0.07, maskForm: form)
      let expected = try scorer.score(
        maskEmbeddings: embeddings.span, shape: [queries, 3], maskLogits: logits.span,
        shape: [queries, mask.height, mask.width], height: size.height, width: size.width)
      var bank: promptbank_bank = 0
      #expect(unsafe promptbank_open(Self.bank.path, &bank) == promptbank_status(PROMPTBANK_OK))
      let opened = bank
      let equal = Mutex(0)
      DispatchQueue.concurrentPerform(iterations: 8) { _ in
        var anomaly = [Float](repeating: 0, count: expected.anomaly.count)
        var column = [Int32](repeating: -1, count: expected.column.count)
        let status = scoreMasks(
          opened, embeddings, logits, mask: mask, size: size,
          form: Int32(MaskForm.allCases.firstIndex(of: form)!), &anomaly, &column)
        let isEqual =
          status == promptbank_status(PROMPTBANK_OK)
          && anomaly.map(\.bitPattern) == expected.anomaly.map(\.bitPattern)
          && column == expected.column
        equal.withLock { $0 += isEqual ? 1 : 0 }
      }
      #expect(equal.withLock { $0 } == 8)
      #expect(promptbank_close(bank) == promptbank_status(PROMPTBANK_OK))
    }
  }

  private func scoreMasks(
    _ bank: promptbank_bank, _ embeddings: [Float], _ logits: [Float],
    mask: (height: Int, width: Int), size: (height: Int, width: Int), form: Int32,
    _ anomaly: inout [Float], _ column: inout [Int32]
  ) -> promptbank_status {
    unsafe embeddings.withUnsafeBufferPointer { embeddings in
      unsafe logits.withUnsafeBufferPointer { logits in
        unsafe anomaly.withUnsafeMutableBufferPointer { anomaly in
          unsafe column.withUnsafeMutableBufferPointer { column in
            var masks = unsafe promptbank_masks(
              size: MemoryLayout<promptbank_masks>.size, queries: Int64(embeddings.count / 3),
              dimension: 3, mask_height: Int64(mask.height), mask_width: Int64(mask.width),
              embeddings: embeddings.baseAddress, embeddings_count: embeddings.count,
              second_embeddings: nil, second_embeddings_count: 0, logits: logits.baseAddress,
              logits_count: logits.count)
            var map = unsafe promptbank_map(
              size: MemoryLayout<promptbank_map>.size, height: Int64(size.height),
              width: Int64(size.width), anomaly: anomaly.baseAddress, column: column.baseAddress,
              count: anomaly.count)
            var options = unsafe promptbank_options(
              size: MemoryLayout<promptbank_options>.size, space: nil, temperature: 0.07,
              second_temperature: 0, mask_form: form, threads: 2)
            return unsafe promptbank_score_masks(bank, &options, &masks, &map)
          }
        }
      }
    }
  }
}
