internal import TensorFiles

/// A tensor of the bank that stays in the file: aligned, its type and shape checked.
struct Table<Number: PlainNumber>: Sendable {
  let file: SafetensorsFile
  let tensor: TensorInfo

  var count: Int { tensor.elementCount }

  func withNumbers<Result, Failure: Error>(
    _ body: (Span<Number>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try file.withNumbers(of: tensor, as: Number.self, body)
  }

  subscript(_ index: Int) -> Number { withNumbers { $0[index] } }

  func copy(_ range: Range<Int>) -> [Number] {
    withNumbers { numbers in range.map { numbers[$0] } }
  }
}

extension Table where Number: FixedWidthInteger {
  /// A piece of what an offsets table cuts.
  func range(_ index: Int) -> Range<Int> {
    withNumbers { Int($0[index])..<Int($0[index + 1]) }
  }
}

/// Texts one behind the other, cut by offsets.
struct TextTable: Sendable {
  let bytes: Table<UInt8>
  let offsets: Table<Int64>

  var count: Int { offsets.count - 1 }

  /// A text; bytes that are not UTF-8 are repaired.
  subscript(_ index: Int) -> String {
    String(decoding: bytes.copy(offsets.range(index)), as: UTF8.self)
  }

  /// The texts that each end in a zero byte inside one piece.
  func pieces(_ index: Int) -> [String] {
    bytes.copy(offsets.range(index))
      .split(separator: 0, omittingEmptySubsequences: false).dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
