extension Picture {
  /// Fills a rectangle; what lies outside the picture is left out.
  mutating func fill(x: Int, y: Int, width: Int, height: Int, _ colour: Colour) {
    for row in max(0, y)..<max(0, y, min(self.height, y + height)) {
      for column in max(0, x)..<max(0, x, min(self.width, x + width)) {
        set(x: column, y: row, colour)
      }
    }
  }

  /// Colours one pixel.
  ///
  /// - Precondition: it lies inside, and the picture has colours.
  mutating func set(x: Int, y: Int, _ colour: Colour) {
    let start = (y * width + x) * 3
    bytes[start] = colour.red
    bytes[start + 1] = colour.green
    bytes[start + 2] = colour.blue
  }

  /// Copies another picture; what lies outside is left out.
  mutating func draw(_ other: Picture, x: Int, y: Int) {
    let columns = max(0, min(other.width, width - x))
    for row in 0..<max(0, min(other.height, height - y)) {
      let from = row * other.width * 3
      let to = ((y + row) * width + x) * 3
      bytes.replaceSubrange(to..<to + columns * 3, with: other.bytes[from..<from + columns * 3])
    }
  }

  /// Writes a line of text whose upper left corner is (x, y); a dot is `size` pixels wide.
  mutating func write(_ text: String, x: Int, y: Int, size: Int, _ colour: Colour) {
    for (index, character) in text.unicodeScalars.enumerated() {
      let left = x + index * (Font.width + 1) * size
      for row in 0..<Font.height {
        for column in 0..<Font.width
        where Font.hasDot(character, column: column, row: row) {
          fill(x: left + column * size, y: y + row * size, width: size, height: size, colour)
        }
      }
    }
  }

  /// The pixels that a line of text is wide.
  static func width(of text: String, size: Int) -> Int {
    max(0, text.unicodeScalars.count * (Font.width + 1) - 1) * size
  }
}
