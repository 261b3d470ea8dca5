/// Pixels in memory: rows from the top, each from the left, 8 bits a channel, sRGB.
package struct Picture: Hashable, Sendable {
  package let width: Int
  package let height: Int
  package let layout: Layout
  /// [height, width, channels]
  package var bytes: [UInt8]

  package enum Layout: Int, Sendable {
    case grey = 1
    case colour = 3
  }

  package var channels: Int { layout.rawValue }

  /// - Precondition: the extents are at least 1, and there are as many bytes as they say.
  package init(width: Int, height: Int, layout: Layout = .colour, bytes: [UInt8]) {
    precondition(width > 0 && height > 0 && bytes.count == width * height * layout.rawValue)
    self.width = width
    self.height = height
    self.layout = layout
    self.bytes = bytes
  }

  /// A picture of one colour.
  package init(width: Int, height: Int, colour: Colour) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(width * height * 3)
    for _ in 0..<width * height { bytes += [colour.red, colour.green, colour.blue] }
    self.init(width: width, height: height, bytes: bytes)
  }
}

/// An sRGB colour.
package struct Colour: Hashable, Sendable {
  package var red: UInt8, green: UInt8, blue: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }
}
