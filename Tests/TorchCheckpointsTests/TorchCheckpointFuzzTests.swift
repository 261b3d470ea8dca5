import Foundation
import TensorFiles
import TestSupport
import Testing

@testable import TorchCheckpoints

/// Damaged files give an error or a checkpoint whose every value can be read; never a trap, a hang, or
/// more values than the file has room for.
@Suite struct TorchCheckpointFuzzTests {
  @Test func checkpointFuzz() throws {
    let originals = try (Fixture.accepted + Fixture.refused).map {
      Array(try Data(contentsOf: $0.url))
    }
    var generator = SeededGenerator(seed: 29)
    var opened = 0
    let iterations = fuzzIterations(3000)
    try withFolder { folder in
      let url = folder.appendingPathComponent("fuzzed.pt")
      for iteration in 0..<iterations {
        var bytes = originals[iteration % originals.count]
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          change(&bytes, using: &generator)
        }
        try Data(bytes).write(to: url)
        opened += try read(url.path, size: bytes.count) ? 1 : 0
      }
    }
    // Much of a file is padding and values, where a change is not seen.
    #expect(opened > 0 && opened < iterations)
  }

  /// Pickles alone, from the instructions themselves, so that most get past the first.
  @Test func pickleFuzz() throws {
    let opcodes: [UInt8] = (0...255).filter { PickleOpcode(rawValue: $0) != nil && $0 != 0x2E }
    let names = ["torch\nFloatStorage\n", "torch._utils\n_rebuild_tensor_v2\n", "os\nsystem\n"]
    var generator = SeededGenerator(seed: 31)
    try withFolder { folder in
      let url = folder.appendingPathComponent("fuzzed.pkl")
      for _ in 0..<fuzzIterations(5000) {
        var bytes: [UInt8] = [0x80, 2]
        for _ in 0..<Int.random(in: 1...60, using: &generator) {
          let opcode = opcodes[Int.random(in: 0..<opcodes.count, using: &generator)]
          bytes.append(opcode)
          if opcode == PickleOpcode.global.rawValue {
            bytes += names[Int.random(in: 0..<3, using: &generator)].utf8
          } else if opcode == PickleOpcode.binUnicode.rawValue {
            bytes += [1, 0, 0, 0, 0x61]
          } else if Bool.random(using: &generator) {
            bytes.append(UInt8.random(in: 0...3, using: &generator))
          }
        }
        bytes.append(0x2E)
        try Data(bytes).write(to: url)
        let file = try MappedFile(path: url.path)
        var unpickler = Unpickler(ByteReader(file, 0..<file.count))
        do throws(TensorFileError) { _ = try unpickler.value() } catch {
          #expect(!error.reason.isEmpty)
        }
      }
    }
  }

  private func change(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    // The directory and the pickle more often than the padding between.
    let bias = Int.random(in: 0..<3, using: &generator)
    let range =
      bias == 0
      ? 0..<bytes.count
      : bias == 1 ? 0..<min(bytes.count, 700) : max(0, bytes.count - 700)..<bytes.count
    let at = Int.random(in: range, using: &generator)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
    case 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 2: bytes.remove(at: at)
    case 3: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: at)
    case 4:
      // Sizes and offsets at their limits.
      let value: [UInt8] = [
        [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0x80], [0xFF, 0xFF, 0xFF, 0x7F],
      ][
        Int.random(in: 0..<3, using: &generator)]
      for (index, byte) in value.enumerated() where at + index < bytes.count {
        bytes[at + index] = byte
      }
    default:
      let from = Int.random(in: range, using: &generator)
      let length = min(Int.random(in: 1...64, using: &generator), bytes.count - max(from, at))
      bytes.replaceSubrange(at..<at + length, with: Array(bytes[from..<from + length]))
    }
  }

  /// - Returns: whether the file was taken.
  private func read(_ path: String, size: Int) throws -> Bool {
    let checkpoint: TorchCheckpoint
    do throws(TensorFileError) { checkpoint = try TorchCheckpoint(path: path) } catch {
      #expect(!error.reason.isEmpty)
      return false
    }
    for name in checkpoint.names {
      let tensor = try #require(checkpoint.tensor(named: name))
      #expect(tensor.byteRange.upperBound <= size)
      #expect(tensor.elementCount <= max(size, 1 << 20))
      if let values = try? checkpoint.floats(of: tensor) {
        #expect(values.count == tensor.elementCount)
      }
    }
    return true
  }
}
