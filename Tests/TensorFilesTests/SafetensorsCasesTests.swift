import Foundation
import PromptJSON
import TensorFiles
import TestSupport
import Testing

@Suite struct SafetensorsCasesTests {
  @Test func everyCaseHasItsVerdictAndReason() throws {
    let text = try Data(contentsOf: fixture("safetensors.json"))
    let cases = try #require(try readJSON(Array(text)).elements)
    #expect(cases.count >= 100)
    try withFolder { folder in
      let url = folder.appendingPathComponent("case.safetensors")
      for item in cases {
        let name = try #require(item["name"]?.string)
        let expected = try #require(item["ours"]?.string)
        try Data(bytes(ofHexadecimal: #require(item["hex"]?.string))).write(to: url)
        do throws(TensorFileError) {
          _ = try SafetensorsFile(path: url.path)
          #expect(expected == "", "accepted: \(name)")
        } catch {
          #expect(expected != "", "\(name): \(error)")
          #expect(error.reason.contains(expected), "\(name): \(error)")
          #expect(error.place != .file, "\(name): \(error)")
        }
      }
    }
  }

  @Test func theReferenceVectorsHaveTheReferenceVerdicts() throws {
    guard let folder = referenceData?.appendingPathComponent("safetensors_vectors") else { return }
    let text = try Data(contentsOf: folder.appendingPathComponent("verdicts.json"))
    for member in try #require(try readJSON(Array(text)).members) {
      let path = folder.appendingPathComponent(member.key + ".safetensors").path
      let isFine = member.value["ok"] == true
      do {
        let file = try SafetensorsFile(path: path)
        #expect(isFine, "accepted: \(member.key)")
        for (name, shape) in member.value["shapes"]?.members.map({ $0.map { ($0.key, $0.value) } })
          ?? []
        {
          #expect(file.tensor(named: name)?.shape == shape.elements?.compactMap(\.int))
        }
        #expect(file.tensors.count == member.value["keys"]?.elements?.count)
      } catch {
        #expect(!isFine, "\(member.key): \(error)")
      }
    }
  }

  @Test func aFileCutAnywhereIsRefused() throws {
    try withFolder { folder in
      let whole = try Array(Data(contentsOf: small(in: folder)))
      let url = folder.appendingPathComponent("cut")
      for count in whole.indices {
        try Data(whole[..<count]).write(to: url)
        #expect(throws: TensorFileError.self) { try SafetensorsFile(path: url.path) }
      }
    }
  }

  @Test func damagedBytesGiveAnErrorOrAFileThatHoldsTogetherFuzz() throws {
    var chance = SeededGenerator(seed: 25)
    try withFolder { folder in
      let whole = try Array(Data(contentsOf: small(in: folder)))
      let headerEnd = 8 + Int(whole[0]) + 256 * Int(whole[1])
      let url = folder.appendingPathComponent("damaged")
      let interesting = Array(#"{}[]",:\0123456789 e-.u"#.utf8) + [0, 0xFF, 0xC3]
      for _ in 0..<fuzzIterations(4_000) {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...3, using: &chance) {
          let place = Int.random(in: 0..<headerEnd, using: &chance)
          switch Int.random(in: 0..<4, using: &chance) {
          case 0: bytes[place] = interesting.randomElement(using: &chance)!
          case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
          case 2: bytes.remove(at: place)
          default: bytes.insert(interesting.randomElement(using: &chance)!, at: place)
          }
        }
        try Data(bytes).write(to: url)
        guard let file = try? SafetensorsFile(path: url.path) else { continue }
        for tensor in file.tensors {
          #expect(tensor.byteRange.upperBound <= bytes.count)
          #expect(file.bytes(of: tensor).count == tensor.byteRange.count)
          _ = try? file.floats(of: tensor)
          _ = try? file.int32s(of: tensor)
        }
      }
    }
  }

  private func small(in folder: URL) throws -> URL {
    let url = folder.appendingPathComponent("small")
    try writeSafetensors(
      to: url.path, metadata: ["k": "v", "é": "\n"],
      tensors: [
        .init("a", shape: [2, 1], .floats([1, 2])), .init("b", shape: [0], .int32s([])),
        .init("c", shape: [3], .bytes([1, 2, 3], .uint8)),
        .init("d", shape: [4], .bytes([1, 2], .float4)),
      ])
    return url
  }
}

/// A file made by a script of the `Fixtures` folder beside this file.
func fixture(_ name: String) -> URL {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Fixtures/\(name)")
}

func bytes(ofHexadecimal text: String) -> [UInt8] {
  let digits = text.compactMap { $0.hexDigitValue.map(UInt8.init) }
  return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
