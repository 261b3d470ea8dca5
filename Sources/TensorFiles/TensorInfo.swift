/// What a file says about one tensor; its values stay in the file.
public struct TensorInfo: Hashable, Sendable {
  /// Unlike the other names of the file.
  public let name: String
  /// The type of every element.
  public let elementType: ElementType
  /// The extents, slowest first; empty for a scalar.
  public let shape: [Int]
  /// Where the values lie, counted from the start of the file.
  public let byteRange: Range<Int>
  /// The product of the shape: 1 for a scalar.
  public let elementCount: Int

  /// - Precondition: the range holds exactly the shape's elements; the readers check it.
  package init(
    name: String, elementType: ElementType, shape: [Int], byteRange: Range<Int>, count: Int
  ) {
    self.name = name
    self.elementType = elementType
    self.shape = shape
    self.byteRange = byteRange
    self.elementCount = count
  }
}

/// The product of the extents; nil where it does not fit an `Int` or an extent is negative.
package func elementCount(of shape: [Int]) -> Int? {
  var count = 1
  for extent in shape {
    let (product, overflow) = count.multipliedReportingOverflow(by: extent)
    if overflow || extent < 0 { return nil }
    count = product
  }
  return count
}

/// The bytes that many elements take; nil where the bits do not fit an `Int` or end inside a byte.
package func byteCount(of count: Int, _ elementType: ElementType) -> Int? {
  let (bits, overflow) = count.multipliedReportingOverflow(by: elementType.bitWidth)
  return overflow || bits % 8 != 0 ? nil : bits / 8
}
