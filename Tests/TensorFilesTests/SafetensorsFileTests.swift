import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite struct SafetensorsFileTests {
  @Test func whatIsWrittenIsReadBack() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("a.safetensors").path
      try writeSafetensors(
        to: path, metadata: ["b": "2", "a": "\"\n\u{1}é"],
        tensors: [
          .init("bytes", shape: [3], .bytes([1, 2, 255], .uint8)),
          .init("floats", shape: [2, 2], .floats([1, -2.5, .infinity, 1e-30])),
          .init("scalar", shape: [], .int32s([-7])),
          .init("none", shape: [0, 5], .floats([])),
          .init("long", shape: [2], .int64s([.min, 300])),
        ])
      let file = try SafetensorsFile(path: path)
      #expect(file.metadata == ["a": "\"\n\u{1}é", "b": "2"])
      #expect(file.tensors.map(\.name) == ["long", "floats", "none", "scalar", "bytes"])
      #expect(
        try file.floats(of: #require(file.tensor(named: "floats"))) == [1, -2.5, .infinity, 1e-30])
      #expect(try file.int32s(of: #require(file.tensor(named: "scalar"))) == [-7])
      #expect(try file.int32s(of: #require(file.tensor(named: "bytes"))) == [1, 2, 255])
      #expect(try file.floats(of: #require(file.tensor(named: "none"))) == [])
      #expect(file.tensors[0].byteRange.lowerBound % 64 == 0)
      #expect(throws: TensorFileError.self) { try file.int32s(of: file.tensors[0]) }
      #expect(throws: TensorFileError.self) { try file.floats(of: file.tensors[0]) }
      #expect(file.tensor(named: "other") == nil)
    }
  }

  @Test func theOrderOfTensorsAndMetadataDoesNotChangeTheBytes() throws {
    try withFolder { folder in
      var tensors = (0..<20).map { TensorToWrite("t\($0)", shape: [1], .floats([Float($0)])) }
      let first = folder.appendingPathComponent("1").path
      let second = folder.appendingPathComponent("2").path
      let pairs = (0..<20).map { ("k\($0)", "v\($0)") }
      try writeSafetensors(
        to: first, metadata: Dictionary(uniqueKeysWithValues: pairs), tensors: tensors)
      tensors.reverse()
      try writeSafetensors(
        to: second, metadata: Dictionary(uniqueKeysWithValues: pairs.reversed()), tensors: tensors)
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: first))
          == Data(contentsOf: URL(fileURLWithPath: second)))
    }
  }

  @Test func valuesAtAnyAddressAreRead() throws {
    try withFolder { folder in
      // A header of 61 bytes puts the data at byte 69, an odd address.
      let header = #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}       "#
      #expect(header.utf8.count == 61)
      let path = folder.appendingPathComponent("odd").path
      let bytes = [61, 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [0, 0, 128, 63, 0, 0, 0, 64]
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let file = try SafetensorsFile(path: path)
      #expect(try file.floats(of: file.tensors[0]) == [1, 2])
      let sum = file.withNumbers(of: file.tensors[0], as: Float.self) { $0[0] + $0[1] }
      #expect(sum == 3)
    }
  }

  @Test func halvesAreWidenedExactly() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("h").path
      let all = (UInt16.min ... .max).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
      try writeSafetensors(
        to: path,
        tensors: [
          .init("f16", shape: [65536], .bytes(all, .float16)),
          .init("bf16", shape: [65536], .bytes(all, .bfloat16)),
        ])
      let file = try SafetensorsFile(path: path)
      let halves = try file.floats(of: #require(file.tensor(named: "f16")))
      let brains = try file.floats(of: #require(file.tensor(named: "bf16")))
      for bits in UInt16.min ... .max {
        let (value, widened) = (Float(Float16(bitPattern: bits)), halves[Int(bits)])
        #expect(value.isNaN ? widened.isNaN : value.bitPattern == widened.bitPattern)
        #expect(brains[Int(bits)].bitPattern == UInt32(bits) << 16)
      }
    }
  }

  @Test func doublesAreRounded() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("d").path
      let bytes = [0.1, 1e300].flatMap { value in
        (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
      }
      try writeSafetensors(
        to: path, tensors: [.init("d", shape: [2], .bytes(bytes, .float64))])
      let file = try SafetensorsFile(path: path)
      #expect(try file.floats(of: file.tensors[0]) == [0.1, .infinity])
    }
  }

  @Test func whatCannotBeWrittenIsRefusedAndLeavesTheOldFile() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("a").path
      try writeSafetensors(to: path, tensors: [.init("a", shape: [1], .floats([1]))])
      let before = try Data(contentsOf: URL(fileURLWithPath: path))
      let wrong: [[TensorToWrite]] = [
        [.init("a", shape: [2], .floats([1]))],
        [.init("a", shape: [-1], .floats([]))],
        [.init("a", shape: [.max, 2, 0], .floats([]))],
        [.init("__metadata__", shape: [], .floats([1]))],
        [.init("a", shape: [], .floats([1])), .init("a", shape: [1], .int32s([1]))],
        [.init("a", shape: [1], .bytes([], .float4))],
      ]
      for tensors in wrong {
        #expect(throws: TensorFileError.self) { try writeSafetensors(to: path, tensors: tensors) }
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a"])
    }
  }

  @Test func tenThousandTensorsAreFoundByName() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("many").path
      try writeSafetensors(
        to: path,
        tensors: (0..<10_000).map {
          .init("encoder.layer.\($0).weight", shape: [1], .int32s([$0]))
        })
      let file = try SafetensorsFile(path: path)
      #expect(file.tensors.count == 10_000)
      let tensor = try #require(file.tensor(named: "encoder.layer.4321.weight"))
      #expect(try file.int32s(of: tensor) == [4321])
    }
  }
}
