extension Picture {
  /// The picture with red, green and blue; one of greys repeats them.
  var inColour: Picture {
    if layout == .colour { return self }
    return Picture(width: width, height: height, bytes: bytes.flatMap { [$0, $0, $0] })
  }

  /// How light a pixel of a colour picture is, 0 ... 255, with the weights of ITU-R BT.601.
  ///
  /// - Precondition: the pixel lies inside.
  func grey(x: Int, y: Int) -> Int {
    let start = (y * width + x) * 3
    return (299 * Int(bytes[start]) + 587 * Int(bytes[start + 1]) + 114 * Int(bytes[start + 2]))
      / 1_000
  }
}

extension Colour {
  /// The colour laid over a grey: 60 % of it shows, so that the order of the colours survives dark and
  /// light ground.
  func over(grey: Int) -> Colour {
    func mixed(_ channel: UInt8) -> UInt8 { UInt8((60 * Int(channel) + 40 * grey) / 100) }
    return Colour(mixed(red), mixed(green), mixed(blue))
  }
}
