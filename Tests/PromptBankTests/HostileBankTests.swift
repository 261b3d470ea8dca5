import Foundation
import PromptBank
import TensorFiles
import TestSupport
import Testing

/// Banks that somebody damaged: opening says so, or what opens can be walked through without harm and
/// fails its verification.
@Suite struct HostileBankTests {
  @Test(arguments: [
    ("concept_columns", 0, 1), ("concept_columns", 3, 0), ("concept_columns", 6, 5),
    ("concept_columns", 5, 2), ("concept_owners", 0, 1), ("concept_owners", 0, 3),
    ("concept_owners", 4, 1), ("concept_owners", 6, -1), ("concept_text_offsets", 0, 1),
    ("concept_text_offsets", 3, 0), ("concept_text_offsets", 7, 1000),
    ("concept_prompt_offsets", 1, -1), ("origin_files", 2, 2), ("column_owners", 0, 1),
    ("column_owners", 1, 0), ("column_owners", 2, 1), ("class_names", 0, 1000),
    ("class_superclasses", 0, -1), ("class_superclasses", 1, 0), ("class_superclasses", 0, 1),
    ("class_columns", 0, 1), ("class_columns", 0, 2), ("class_templates", 0, 2),
    ("superclass_names", 0, -1), ("ood_names", 1, Int(Int32.min)), ("ood_columns", 0, 1),
    ("ood_columns", 1, 2), ("ood_columns", 2, 6), ("ood_near", 0, 3), ("ood_near_offsets", 1, 3),
    ("ood_templates", 0, -1), ("template_list_names", 0, Int(Int32.max)), ("templates", 0, -1),
    ("template_list_offsets", 2, 2), ("file_names", 0, 99), ("string_offsets", 1, 1 << 40),
    ("column_kinds", 0, 2), ("column_kinds", 0, 0), ("column_kinds", 1, 1), ("column_kinds", 4, 3),
    ("column_kinds", 2, 0),
  ])
  func aWrongNumberIsRefusedByName(table: String, index: Int, value: Int) throws {
    try withFolder { folder in
      let mutator = try Mutator(folder)
      var changed = try #require(mutator.tensors.first { $0.name == table }).contents
      changed.set(index, to: value)
      let path = try mutator.write(changed.bytes, over: table)
      do throws(BankError) {
        _ = try Bank(path: path)
        Issue.record("\(table)[\(index)] = \(value) was accepted")
      } catch {
        #expect(error.tensor != nil, "\(error)")
      }
    }
  }

  @Test(arguments: [BankScoring.Columns.superclass, .class])
  func everyNumberOfEveryTableMayBeWrong(_ columns: BankScoring.Columns) throws {
    try withFolder { folder in
      let mutator = try Mutator(
        folder, columns == .class ? smallSet(columns: columns) : choosySet())
      for tensor in mutator.tensors {
        for index in 0..<tensor.shape.reduce(1, *) {
          for value in [-1, 0, 3, Int(Int32.max), Int(Int32.min), .max] {
            var changed = tensor.contents
            changed.set(index, to: value)
            let isSame = changed.bytes == tensor.contents.bytes
            let path = try mutator.write(changed.bytes, over: tensor.name)
            guard let bank = try? Bank(path: path) else { continue }
            walk(bank)
            if !isSame {
              #expect(throws: BankError.self, "\(tensor.name)[\(index)] = \(value)") {
                try bank.verify(digest: toyDigest)
              }
            }
          }
        }
      }
    }
  }

  @Test func missingTensorsTypesAndShapesAreRefused() throws {
    try withFolder { folder in
      let mutator = try Mutator(folder)
      for place in mutator.tensors.indices {
        let name = mutator.tensors[place].name
        func refused(_ change: (inout [TensorToWrite]) -> Void) throws {
          let path = try mutator.write { tensors, _ in change(&tensors) }
          do throws(BankError) {
            _ = try Bank(path: path)
            Issue.record("accepted a changed \(name)")
          } catch {
            #expect(error.tensor != nil, "\(error)")
          }
        }
        try refused { $0.remove(at: place) }
        try refused {
          $0[place].contents = .bytes($0[place].contents.bytes, .int8)
          $0[place].shape = [$0[place].contents.byteCount]
        }
        try refused { $0[place].shape.append(1) }
      }
    }
  }

  @Test func metadataIsHeldToItsForm() throws {
    try withFolder { folder in
      let mutator = try Mutator(folder)
      func refused(_ key: String, _ value: String?, _ reason: String) throws {
        let path = try mutator.write { _, metadata in metadata["promptbank." + key] = value }
        do throws(BankError) {
          _ = try Bank(path: path)
          Issue.record("\(key) = \(value ?? "nil") was accepted")
        } catch {
          #expect(error.reason.contains(reason), "\(error)")
        }
      }
      try refused("bank", nil, "not a bank")
      try refused("bank", "2", "use a newer one")
      try refused("bank", "x", "not a format version")
      for value in ["0", "-1", "nan", "inf", "0x1", "", "1e999", "1 "] {
        try refused("temperature", value, "above 0")
        try refused("encoder_temperature", value, "above 0")
      }
      for key in [
        "set", "columns", "ood", "space", "encoder", "tokenizer", "vocabulary", "dimension",
      ] {
        try refused(key, nil, "lacks")
      }
      try refused("columns", "classes", "not `class`")
      try refused("columns", "class", "3 classes")
      try refused("ood", "", "not `separate`")
      try refused("ood", "grouped", "differ")
      try refused("space", "sha256:", "SHA-256")
      for value in ["0", "-3", "03", "4", "9223372036854775808"] {
        try refused("dimension", value, value == "4" ? "shape" : "not a dimension")
      }
      try refused("score", "VL4AD", "use a newer one")
      try refused("score", "", "use a newer one")
      try refused("void", nil, "lacks `promptbank.void`")
      for value in ["-0.1", "1.1", "nan", "inf", "0x1", "", "1 ", "1e999", "+"] {
        try refused("alpha", value, "`promptbank.alpha` is `\(value)`, not a number from 0 to 1")
        try refused("beta", value, "`promptbank.beta` is `\(value)`, not a number from 0 to 1")
      }
      try refused("alpha", nil, "one of `promptbank.alpha` and `promptbank.beta` only")
      try refused("beta", nil, "one of `promptbank.alpha` and `promptbank.beta` only")
      for value in [
        "", " ", "0 ", "0  2", "0,2", "2 0", "1 1", "-1", "+1", "01", "x", "9223372036854775808",
      ] {
        try refused("unseen", value, "ascending class indices")
      }
      for value in ["3", "0 1 2 3", "9223372036854775807"] {
        try refused("unseen", value, "which is not there")
      }
      let headless = try mutator.write { _, metadata in
        metadata["promptbank.alpha"] = nil
        metadata["promptbank.beta"] = nil
      }
      #expect(throws: BankError.self) { try Bank(path: headless) }
      let path = try mutator.write { _, metadata in metadata["promptbank.set"] = "x" }
      #expect(throws: BankError.self) { try Bank(path: path).verify(digest: toyDigest) }
    }
  }

  @Test func whatHasTheRightDigestsMustStillBeUnitRowsAndText() throws {
    try withFolder { folder in
      let mutator = try Mutator(folder)
      for (name, index, value) in [
        ("embeddings", 0, 0), ("concept_text", 0, 255), ("strings", 0, 0x80),
        ("origin_lines", 0, 0),
        ("concept_prompts", 0, 0), ("template_list_digests", 0, 0), ("void_embedding", 2, 0),
      ] {
        let path = try mutator.write { tensors, metadata in
          let place = try #require(tensors.firstIndex { $0.name == name })
          tensors[place].contents.set(index, to: value)
          mutator.sign(tensors, &metadata)
        }
        let bank = try Bank(path: path)
        walk(bank)
        do throws(BankError) {
          try bank.verify(digest: toyDigest)
          Issue.record("\(name) was verified")
        } catch {
          #expect(error.tensor == name, "\(error)")
        }
      }
      let same = try mutator.write { mutator.sign($0, &$1) }
      try Bank(path: same).verify(digest: toyDigest)
    }
  }

  @Test func aBankCutAnywhereIsRefused() throws {
    try withFolder { folder in
      let mutator = try Mutator(folder)
      let whole = try Data(contentsOf: URL(fileURLWithPath: mutator.write { _, _ in }))
      let url = folder.appendingPathComponent("cut")
      for count in 0..<whole.count {
        try whole.prefix(count).write(to: url)
        #expect(throws: BankError.self) { try Bank(path: url.path) }
      }
    }
  }

  @Test func damagedBytesNeverHarmFuzz() throws {
    var chance = SeededGenerator(seed: 77)
    try withFolder { folder in
      let mutator = try Mutator(folder)
      let whole = try Data(contentsOf: URL(fileURLWithPath: mutator.write { _, _ in }))
      let url = folder.appendingPathComponent("damaged")
      for _ in 0..<fuzzIterations(3_000) {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...4, using: &chance) {
          bytes[Int.random(in: bytes.indices, using: &chance)] ^=
            1 << UInt8.random(in: 0..<8, using: &chance)
        }
        try bytes.write(to: url)
        guard let bank = try? Bank(path: url.path) else { continue }
        walk(bank)
        _ = try? bank.verify(digest: toyDigest)
      }
    }
  }

  @Test func otherSafetensorsFilesAreNoBanks() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("a").path
      try writeSafetensors(to: path, tensors: [.init("embeddings", shape: [1], .floats([1]))])
      do throws(BankError) { _ = try Bank(path: path) } catch {
        #expect(error.reason.contains("is a safetensors file, but not a bank"))
      }
    }
  }

  /// Reads everything a bank can be asked.
  private func walk(_ bank: Bank) {
    for column in 0..<bank.columnCount { _ = bank.column(column) }
    for index in 0..<bank.classCount { _ = bank.idClass(index) }
    for index in 0..<bank.oodCount { _ = bank.oodEntry(index) }
    for row in 0..<bank.conceptCount { _ = bank.concept(row) }
    _ = (bank.files, bank.templateLists, bank.tensorDigests, bank.digest)
    bank.withConceptColumns { columns in
      for row in columns.indices { #expect(columns[row] >= 0 && columns[row] < bank.columnCount) }
    }
    #expect(bank.withEmbeddings { $0.count } == bank.conceptCount * bank.dimension)
  }
}

/// Writes a small bank again with something changed.
private struct Mutator {
  let folder: URL
  let metadata: [String: String]
  let tensors: [TensorToWrite]
  private let whole: Data
  private let ranges: [String: Range<Int>]

  init(_ folder: URL, _ contents: BankContents = choosySet()) throws {
    self.folder = folder
    let path = folder.appendingPathComponent("whole").path
    try writeBank(contents, to: path, digest: toyDigest)
    let file = try SafetensorsFile(path: path)
    metadata = file.metadata
    whole = try Data(contentsOf: URL(fileURLWithPath: path))
    ranges = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.byteRange) })
    tensors = file.tensors.map {
      .init($0.name, shape: $0.shape, .bytes(file.bytes(of: $0), $0.elementType))
    }
  }

  func write(_ change: (inout [TensorToWrite], inout [String: String]) throws -> Void) throws
    -> String
  {
    var (tensors, metadata) = (tensors, metadata)
    try change(&tensors, &metadata)
    let path = folder.appendingPathComponent("changed").path
    try writeSafetensors(to: path, metadata: metadata, tensors: tensors)
    return path
  }

  /// Puts other bytes in a tensor's place; without the flushing of a real write.
  func write(_ bytes: [UInt8], over name: String) throws -> String {
    var changed = whole
    changed.replaceSubrange(try #require(ranges[name]), with: bytes)
    let url = folder.appendingPathComponent("changed")
    try changed.write(to: url)
    return url.path
  }

  /// Makes the tensors' digests right again.
  func sign(_ tensors: [TensorToWrite], _ metadata: inout [String: String]) {
    for tensor in tensors {
      metadata["promptbank.sha256." + tensor.name] =
        toyDigest(tensor.contents.bytes)
        .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    metadata["promptbank.digest"] = nil
    var bytes: [UInt8] = []
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
      bytes += Array(key.utf8) + [0] + Array(value.utf8) + [0]
    }
    metadata["promptbank.digest"] =
      "sha256:" + toyDigest(bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension TensorContents {
  /// Sets one element, cut to the element's width.
  fileprivate mutating func set(_ index: Int, to value: Int) {
    guard case .bytes(var bytes, let type) = self else { return }
    let width = type.bitWidth / 8
    for byte in 0..<width {
      bytes[index * width + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte))
    }
    self = .bytes(bytes, type)
  }
}
