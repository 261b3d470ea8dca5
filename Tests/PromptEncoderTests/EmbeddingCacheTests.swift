import Foundation
import PromptKernels
import TestSupport
import Testing

@testable import PromptEncoder

@Suite struct EmbeddingCacheTests {
  private static let tokens: [[Int32]] = [[198, 4, 199], [198, 5, 6, 199], [198, 199]]
  private static let rows: [Float] = (0..<12).map { Float($0) / 3 - 1 }

  private func opened(_ folder: URL, identity: String = "a") -> EmbeddingStore {
    EmbeddingCache(folder: folder.path).store(identity: identity, dimension: 4)
  }

  private func fill(_ folder: URL) {
    let store = opened(folder)
    store.add(Self.rows, for: Self.tokens)
    store.finish()
  }

  @Test func whatIsKeptIsFoundByTheSameTokensOfTheSameEncoder() throws {
    try withFolder { folder in
      fill(folder)
      let again = opened(folder)
      for (index, ids) in Self.tokens.enumerated() {
        #expect(again.row(for: ids) == Array(Self.rows[index * 4..<index * 4 + 4]))
      }
      #expect(again.row(for: [198, 4, 5, 199]) == nil)
      #expect(opened(folder, identity: "b").row(for: Self.tokens[0]) == nil)
    }
  }

  @Test func aDamagedRecordIsMissingAndCanBeKeptAnew() throws {
    try withFolder { folder in
      fill(folder)
      let file = try #require(EmbeddingCache(folder: folder.path).segments().first).url
      let whole = try Data(contentsOf: file)
      #expect(whole.count == 3 * (32 + 16 + 8))
      for byte in 0..<56 {
        var damaged = whole
        damaged[byte] ^= 0x10
        try damaged.write(to: file)
        let store = opened(folder)
        #expect(store.row(for: Self.tokens[0]) == nil)
        #expect(store.row(for: Self.tokens[1]) != nil)
      }
      let store = opened(folder)
      store.add(Array(Self.rows[..<4]), for: [Self.tokens[0]])
      store.finish()
      #expect(opened(folder).row(for: Self.tokens[0]) == Array(Self.rows[..<4]))
    }
  }

  @Test func whatAnInterruptedRunWroteIsUsed() throws {
    try withFolder { folder in
      fill(folder)
      let file = try #require(EmbeddingCache(folder: folder.path).segments().first).url
      let whole = try Data(contentsOf: file)
      for length in 0...whole.count {
        try whole.prefix(length).write(to: file)
        let store = opened(folder)
        let found = Self.tokens.filter { store.row(for: $0) != nil }.count
        #expect(found == length / 56)
      }
    }
  }

  @Test func runsAtTheSameTimeWriteFilesOfTheirOwn() throws {
    try withFolder { folder in
      forEachInParallel(count: 8, threads: 8) { run in
        let store = opened(folder)
        for round in 0..<20 {
          store.add([Float(run), Float(round), 0, 1], for: [[Int32(run), Int32(round)]])
        }
        store.finish()
      }
      let store = opened(folder)
      for run in 0..<8 {
        for round in 0..<20 {
          #expect(
            store.row(for: [Int32(run), Int32(round)]) == [Float(run), Float(round), 0, 1])
        }
      }
      #expect(EmbeddingCache(folder: folder.path).segments().count == 8)
    }
  }

  @Test func manyOldFilesAreMadeOne() throws {
    try withFolder { folder in
      for run in 0..<40 {
        let store = opened(folder)
        store.add([Float(run), 0, 0, 1], for: [[Int32(run)]])
        store.finish()
      }
      let cache = EmbeddingCache(folder: folder.path)
      let old = Date(timeIntervalSinceNow: -7200)
      for segment in cache.segments() {
        try FileManager.default.setAttributes(
          [.modificationDate: old], ofItemAtPath: segment.url.path)
      }
      let joining = opened(folder)
      joining.finish()
      #expect(cache.segments().count < 40)
      let store = opened(folder)
      for run in 0..<40 { #expect(store.row(for: [Int32(run)])?[0] == Float(run)) }
    }
  }

  @Test func aLongRunIsKeptInSeveralFiles() throws {
    try withFolder { folder in
      let cache = EmbeddingCache(folder: folder.path)
      let store = cache.store(identity: "a", dimension: 1 << 20)
      let row = [Float](repeating: 1, count: 1 << 20)
      for index in 0..<20 { store.add(row, for: [[Int32(index)]]) }
      store.finish()
      #expect(cache.segments().count == 2)
      let again = cache.store(identity: "a", dimension: 1 << 20)
      for index in 0..<20 { #expect(again.row(for: [Int32(index)]) == row) }
      // Only the file used longest ago goes.
      #expect(cache.prune(to: 70 << 20) > 60 << 20)
      #expect(cache.segments().count == 1)
    }
  }

  @Test func whatWasUsedLongestAgoGoesFirst() throws {
    try withFolder { folder in
      let cache = EmbeddingCache(folder: folder.path)
      for (name, hours) in [("a", 3.0), ("b", 5), ("c", 1)] {
        let store = opened(folder, identity: name)
        store.add(Self.rows, for: Self.tokens)
        store.finish()
        let newest = try #require(cache.segments().last)
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSinceNow: -3600 * hours)],
          ofItemAtPath: newest.url.path)
      }
      // Use makes `b` new.
      let used = opened(folder, identity: "b")
      _ = used.row(for: Self.tokens[0])
      used.finish()
      #expect(cache.prune(to: 2 * 168) == 168)
      #expect(opened(folder, identity: "a").row(for: Self.tokens[0]) == nil)
      #expect(opened(folder, identity: "b").row(for: Self.tokens[0]) != nil)
      #expect(opened(folder, identity: "c").row(for: Self.tokens[0]) != nil)
      cache.clear()
      #expect(cache.segments().isEmpty)
    }
  }

  @Test func aFolderThatCannotBeWrittenOnlyTakesTime() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("file")
      try Data().write(to: file)
      fill(file)
      #expect(opened(file).row(for: Self.tokens[0]) == nil)
    }
  }

  /// Damaged files give rows that were kept, or none.
  @Test func cacheFuzz() throws {
    try withFolder { folder in
      fill(folder)
      let file = try #require(EmbeddingCache(folder: folder.path).segments().first).url
      let whole = Array(try Data(contentsOf: file))
      var generator = SeededGenerator(seed: 17)
      for _ in 0..<fuzzIterations(200) {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
          let at = Int.random(in: 0..<bytes.count, using: &generator)
          switch Int.random(in: 0..<3, using: &generator) {
          case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
          case 1: bytes.remove(at: at)
          default: bytes.insert(7, at: at)
          }
        }
        try Data(bytes).write(to: file)
        let store = opened(folder)
        for (index, ids) in Self.tokens.enumerated() {
          let row = store.row(for: ids)
          #expect(row == nil || row == Array(Self.rows[index * 4..<index * 4 + 4]))
        }
      }
    }
  }

  @Test func theDigestIsRememberedWhileTheFilesAreTheSame() throws {
    try withFolder { folder in
      let directory = try EncoderFixture(name: "hf_clip_f32").copy(to: folder)
      let cache = EmbeddingCache(folder: folder.appendingPathComponent("cache").path)
      func remembered(_ make: String) throws -> String {
        cache.digest(of: try loadTower(directory)) { make }
      }
      let digests = ["1", "2", "3"].map { "sha256:" + String(repeating: $0, count: 64) }
      #expect(try remembered(digests[0]) == digests[0])
      #expect(try remembered(digests[1]) == digests[0])
      // A damaged entry is seen, and made anew.
      let entries = folder.appendingPathComponent("cache/digests")
      let entry = try #require(
        try FileManager.default.contentsOfDirectory(
          at: entries, includingPropertiesForKeys: nil
        ).first)
      let kept = try Data(contentsOf: entry)
      for byte in kept.indices {
        var damaged = kept
        damaged[byte] ^= 1
        try damaged.write(to: entry)
        #expect(try remembered(digests[0]) == digests[0])
      }
      for length in kept.indices {
        try kept.prefix(length).write(to: entry)
        #expect(try remembered(digests[0]) == digests[0])
      }
      let weights = URL(fileURLWithPath: directory.path(of: "model.safetensors"))
      let data = try Data(contentsOf: weights)
      let date = try FileManager.default.attributesOfItem(atPath: weights.path)[.modificationDate]
      let handle = try FileHandle(forWritingTo: weights)
      try handle.seek(toOffset: UInt64(data.count - 1))
      try handle.write(contentsOf: Data([data[data.count - 1] ^ 1]))
      try handle.close()
      // An edit that hides behind the old time is seen too.
      try FileManager.default.setAttributes(
        [.modificationDate: date ?? Date()], ofItemAtPath: weights.path)
      #expect(try remembered(digests[2]) == digests[2])
    }
  }
}
