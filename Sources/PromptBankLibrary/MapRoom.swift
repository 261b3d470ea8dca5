internal import CPromptBank
internal import PromptScoring

/// Where the caller wants a map.
struct MapRoom {
  let height: Int
  let width: Int
  private let anomaly: Numbers<Float>
  /// nil where the caller does not want it.
  private let column: Numbers<Int32>?

  init(_ pointer: UnsafePointer<promptbank_map>?) throws(LibraryError) {
    let map = try unsafe structure(pointer, "map") { unsafe $0.size }
    unsafe (height, width) = (Int(map.height), Int(map.width))
    anomaly = try unsafe Numbers(map.anomaly, count: map.count, "anomaly")
    column = unsafe map.column == nil ? nil : try Numbers(map.column, count: map.count, "column")
    do throws(ScoringError) {
      let pixels = try checkedPixels(height: height, width: width)
      guard anomaly.count == pixels else {
        throw ScoringError(
          reason: "a map of \(height)x\(width) has \(pixels) pixels, and `map->count` is "
            + "\(anomaly.count)")
      }
    } catch {
      throw .argument(error.reason)
    }
    if let column { try anomaly.checkApart(from: column) }
  }

  /// Refuses outputs in the memory of the map.
  func checkApart(from numbers: Numbers<Float>) throws(LibraryError) {
    try anomaly.checkApart(from: numbers)
    try column?.checkApart(from: numbers)
  }

  /// Lends the room to be written.
  func write(
    _ body: (inout MutableSpan<Float>, inout MutableSpan<Int32>) throws(ScoringError) -> Void
  ) throws(ScoringError) {
    try anomaly.write { (anomaly) throws(ScoringError) in
      if let column {
        return try column.write { (column) throws(ScoringError) in try body(&anomaly, &column) }
      }
      var unwanted = [Int32](repeating: 0, count: anomaly.count)
      var column = unwanted.mutableSpan
      try body(&anomaly, &column)
    }
  }
}
