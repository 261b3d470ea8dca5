internal import Synchronization
internal import TensorFiles

/// A token embedding, [vocabulary, width]: left in the mapped file where that can be read in place,
/// as a prompt set uses few of its rows; else widened when it is first used.
final class TokenTable: Sendable {
  private let file: any WeightFile
  private let tensor: TensorInfo
  private let widened = Mutex<[Float]?>(nil)

  init(_ reader: WeightReader, _ name: String, shape: [Int]) throws(EncoderError) {
    file = reader.file
    tensor = try reader.tensor(name, shape: shape)
  }

  /// Says that the rows need not stay in memory.
  func release() { file.release(tensor) }

  /// Lends all rows.
  func withRows<Result>(_ body: (Span<Float>) -> Result) -> Result {
    if file.holdsInPlace(tensor) {
      return file.withFloats(of: tensor, body)
    }
    let values = widened.withLock { widened in
      if let widened { return widened }
      let values = checkedFloats(of: tensor, in: file)
      widened = values
      return values
    }
    return body(values.span)
  }
}
