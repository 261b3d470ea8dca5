import Foundation
import PromptJSON
import TensorFiles
import TestSupport
import Testing

@testable import TorchCheckpoints

@Suite struct TorchCheckpointTests {
  @Test func everyFixtureIsThere() {
    #expect(Fixture.accepted.count >= 7)
    #expect(Fixture.refused.count >= 45)
  }

  @Test(arguments: Fixture.accepted)
  func tensorsAreWhatPyTorchReads(_ fixture: Fixture) throws {
    let checkpoint = try TorchCheckpoint(path: fixture.url.path)
    let expected = try #require(fixture.expected.members)
    #expect(Set(checkpoint.names) == Set(expected.map(\.key)))
    for (name, value) in expected.map({ ($0.key, $0.value) }) {
      let tensor = try #require(checkpoint.tensor(named: name))
      #expect(tensor.shape == value["shape"]?.elements?.compactMap(\.int))
      #expect(tensor.elementType == elementType(value["dtype"]?.string))
      guard ![.int64, .int32].contains(tensor.elementType) else { continue }
      let values = try checkpoint.floats(of: tensor)
      #expect(values == value["values"]?.elements?.compactMap { $0.double.map { Float($0) } })
      guard tensor.elementType == .float32 else { continue }
      let lent = checkpoint.withFloats(of: tensor) { span in span.indices.map { span[$0] } }
      #expect(lent == values)
    }
  }

  @Test(arguments: Fixture.refused)
  func everythingElseIsRefusedWithItsReason(_ fixture: Fixture) throws {
    let part = try #require(fixture.expected.string)
    let error = #expect(throws: TensorFileError.self) {
      try TorchCheckpoint(path: fixture.url.path)
    }
    #expect(error?.reason.contains(part) == true, "\(String(describing: error))")
    #expect(error?.path == fixture.url.path)
  }

  /// A checkpoint cut anywhere is refused: the directory is its last part.
  @Test(arguments: Fixture.accepted)
  func aFileCutAnywhereIsRefused(_ fixture: Fixture) throws {
    let whole = try Data(contentsOf: fixture.url)
    try withFolder { folder in
      let url = folder.appendingPathComponent("cut.pt")
      // Each byte of the archives that are alike takes too long.
      let step = ["state_dict", "older_zip"].contains(fixture.name) ? 1 : 7
      for length in stride(from: 0, to: whole.count, by: step) {
        try whole.prefix(length).write(to: url)
        #expect(throws: TensorFileError.self) { try TorchCheckpoint(path: url.path) }
      }
    }
  }

  private func elementType(_ name: String?) -> ElementType? {
    switch name {
    case "float32": .float32
    case "float16": .float16
    case "bfloat16": .bfloat16
    case "float64": .float64
    case "int64": .int64
    case "int32": .int32
    default: nil
    }
  }
}
