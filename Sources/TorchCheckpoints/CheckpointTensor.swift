internal import TensorFiles

/// A tensor of a checkpoint: the bytes of the file that hold it, and in which order.
struct CheckpointTensor: Sendable {
  /// Its range spans from the first of its elements to the last, with whatever lies between.
  let info: TensorInfo
  /// In elements, one for each extent.
  let strides: [Int]
  let isContiguous: Bool

  /// The largest tensor whose elements share places, in elements: a small file must not stand for a
  /// large tensor.
  private static let largestRepetition = 1 << 20

  /// - Parameter storage: where the tensor's storage lies in the file.
  /// - Throws: ``TensorFileError`` where the tensor reaches outside it.
  init(
    _ name: String, _ tensor: PickledTensor, storage: Range<Int>, path: String
  ) throws(TensorFileError) {
    func wrong(_ reason: String) -> TensorFileError {
      TensorFileError(path: path, place: .tensor(name), reason: reason)
    }
    let type = tensor.storage.type.elementType
    guard let storageSize = byteCount(of: tensor.storage.count, type), storageSize == storage.count
    else {
      throw wrong(
        """
        \(tensor.storage.count) elements of \(type.rawValue) do not fill its storage \
        \(shown(tensor.storage.key)) of \(storage.count) bytes
        """)
    }
    guard let count = elementCount(of: tensor.shape) else {
      throw wrong("the shape \(tensor.shape) is not one of a tensor")
    }
    // The last element's place; no extent and no stride is below 0.
    var last = tensor.offset
    var overflows = tensor.offset < 0
    for (extent, stride) in zip(tensor.shape, tensor.strides) where count > 0 {
      let (reach, overflow) = (extent - 1).multipliedReportingOverflow(by: stride)
      let (sum, overflow2) = last.addingReportingOverflow(reach)
      overflows = overflows || overflow || overflow2 || stride < 0
      last = sum
    }
    guard !overflows, count == 0 || last < tensor.storage.count else {
      throw wrong(
        """
        the shape \(tensor.shape) with strides \(tensor.strides) from element \(tensor.offset) \
        reaches outside its storage of \(tensor.storage.count)
        """)
    }
    let span = count == 0 ? 0 : last - tensor.offset + 1
    guard count <= max(span, Self.largestRepetition) else {
      throw wrong("\(count) elements repeat \(span) stored ones")
    }
    let size = type.bitWidth / 8
    let start = count == 0 ? storage.lowerBound : storage.lowerBound + tensor.offset * size
    strides = tensor.strides
    info = TensorInfo(
      name: name, elementType: type, shape: tensor.shape, byteRange: start..<start + span * size,
      count: count)
    var expected = 1
    var isContiguous = true
    for (extent, stride) in zip(tensor.shape, tensor.strides).reversed() where extent != 1 {
      isContiguous = isContiguous && stride == expected
      expected *= extent
    }
    self.isContiguous = isContiguous || count == 0
  }

  /// The elements in the order of the shape.
  ///
  /// - Parameter stored: everything from the first element to the last.
  func gathered(from stored: [Float]) -> [Float] {
    var places = [0]
    for (extent, stride) in zip(info.shape, strides).dropLast() {
      places = places.flatMap { place in (0..<extent).map { place + $0 * stride } }
    }
    guard let extent = info.shape.last, let stride = strides.last else { return stored }
    var values: [Float] = []
    values.reserveCapacity(info.elementCount)
    for place in places {
      for index in 0..<extent { values.append(stored[place + index * stride]) }
    }
    return values
  }
}
