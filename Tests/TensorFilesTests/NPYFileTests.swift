import Foundation
import PromptJSON
import TensorFiles
import TestSupport
import Testing

@Suite struct NPYFileTests {
  @Test(arguments: [[], [3], [0], [2, 3], [1, 2, 3]])
  func whatIsWrittenIsReadBack(shape: [Int]) throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("map 1.npy").path
      let values = (0..<shape.reduce(1, *)).map { Float($0) - 0.5 }
      try writeNPY(to: path, shape: shape, .floats(values))
      let file = try NPYFile(path: path)
      #expect(file.tensor.name == "map 1")
      #expect(file.tensor.shape == shape)
      #expect(file.tensor.byteRange.lowerBound % 64 == 0)
      #expect(try file.floats() == values)
    }
  }

  @Test func whatNumpySavesIsReadOrRefusedWithAReason() throws {
    let text = try Data(contentsOf: fixture("npy.json"))
    try withFolder { (folder) throws in
      let url = folder.appendingPathComponent("array.npy")
      for item in try #require(try readJSON(Array(text)).elements) {
        let name = try #require(item["name"]?.string)
        try Data(bytes(ofHexadecimal: #require(item["hex"]?.string))).write(to: url)
        do {
          let file = try NPYFile(path: url.path)
          #expect(item["refused"]?.string == nil, "\(name)")
          #expect(file.tensor.shape == item["shape"]?.elements?.compactMap(\.int), "\(name)")
          let values = item["values"]?.elements
          if item["floats"] == true {
            #expect(
              try file.floats() == values?.compactMap { $0.double.map { Float($0) } }, "\(name)")
          } else {
            #expect(try file.int32s().map(Int.init) == values?.compactMap(\.int), "\(name)")
          }
        } catch let error as TensorFileError {
          let reason = try #require(item["refused"]?.string, "\(name): \(error)")
          #expect(error.reason.contains(reason), "\(name): \(error)")
        }
      }
    }
  }

  @Test func integersAreReadBack() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("i.npy").path
      try writeNPY(to: path, shape: [2], .int64s([5, -6]))
      #expect(try NPYFile(path: path).int32s() == [5, -6])
      try writeNPY(to: path, shape: [1], .int64s([1 << 31]))
      #expect(throws: TensorFileError.self) { try NPYFile(path: path).int32s() }
      try writeNPY(to: path, shape: [2], .bytes([0, 255], .uint8))
      #expect(try NPYFile(path: path).int32s() == [0, 255])
    }
  }

  @Test(arguments: [
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", ""),
    ("{'shape':(1,),'descr':\"<f4\",'fortran_order':False}  \n", ""),
    ("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", ""),
    ("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }", "Fortran order"),
    ("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "big-endian"),
    ("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "not read here"),
    ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "records"),
    ("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", "`True` or `False`"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1), }", "not a tuple"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': [1], }", "`(` is missing"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1 1,), }", "`,` or `)`"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "an extent"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "takes 8 bytes"),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }",
      "too many elements"
    ),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
      "an extent"
    ),
    ("{'descr': '<f4', 'fortran_order': False, }", "lacks"),
    ("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "twice"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", "unknown key `x`"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x", "text after"),
    ("{'descr': '<f\\x34', 'fortran_order': False, 'shape': (1,), }", "numpy does not write"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,),", "quoted string"),
    ("{'descr", "numpy does not write"), ("", "`{` is missing"),
  ])
  func headersHaveTheirVerdict(header: String, reason: String) throws {
    try withFolder { folder in
      for version in 1...3 as ClosedRange<UInt8> {
        let url = folder.appendingPathComponent("h.npy")
        try Data(file(header, version: version)).write(to: url)
        do {
          #expect(try NPYFile(path: url.path).floats() == [1])
          #expect(reason == "")
        } catch let error as TensorFileError {
          #expect(reason != "" && error.reason.contains(reason), "\(error)")
        }
      }
    }
  }

  @Test func aFileCutAnywhereOrDamagedIsRefusedOrReadFuzz() throws {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }      \n"
    let whole = file(header, version: 1)
    var chance = SeededGenerator(seed: 3)
    try withFolder { folder in
      let url = folder.appendingPathComponent("c.npy")
      for count in whole.indices {
        try Data(whole[..<count]).write(to: url)
        #expect(throws: TensorFileError.self) { try NPYFile(path: url.path) }
      }
      for _ in 0..<fuzzIterations(2_000) {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...3, using: &chance) {
          bytes[Int.random(in: bytes.indices, using: &chance)] = .random(
            in: 0...255, using: &chance)
        }
        try Data(bytes).write(to: url)
        if let file = try? NPYFile(path: url.path) {
          #expect(file.tensor.byteRange.upperBound == bytes.count)
          _ = try? file.floats()
        }
      }
    }
  }

  private func file(_ header: String, version: UInt8) -> [UInt8] {
    let count = UInt8(header.utf8.count)
    let length = version == 1 ? [count, 0] : [count, 0, 0, 0]
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(header.utf8)
      + [0, 0, 0x80, 0x3F]
  }
}

@Suite struct NamedTensorsTests {
  @Test func eachKindOfFileIsToldByItsContent() throws {
    try withFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try writeSafetensors(
        to: path("s.bin"), metadata: ["k": "v"],
        tensors: [.init("a", shape: [1], .floats([1])), .init("b", shape: [1], .int32s([2]))])
      let tensors = try readTensors(path("s.bin"))
      #expect(tensors.metadata == ["k": "v"])
      #expect(try tensors.floats(named: "a") == FloatTensor(shape: [1], values: [1]))
      #expect(try tensors.int32s(named: "b") == [2])
      #expect(try tensors.floats(named: "c") == nil)

      try writeNPY(to: path("mask.npy"), shape: [1, 1], .floats([3]))
      #expect(try readTensors(path("mask.npy")).floats(named: "mask")?.values == [3])
      try writeNPY(to: path("b.npy"), shape: [], .floats([4]))
      let both = try readTensors(folder.path)
      #expect(both.tensors.map(\.name) == ["b", "mask"])
      #expect(try both.floats(named: "b") == FloatTensor(shape: [], values: [4]))
    }
  }

  @Test func otherFilesAreRefusedByName() throws {
    try withFolder { folder in
      let url = folder.appendingPathComponent("a.npz")
      try Data([0x50, 0x4B, 3, 4, 0, 0, 0, 0, 0]).write(to: url)
      #expect(throws: TensorFileError.self) { try readTensors(folder.path) }
      do throws(TensorFileError) {
        _ = try readTensors(url.path)
      } catch {
        #expect(error.reason.contains("zip archive"))
      }
    }
  }
}
