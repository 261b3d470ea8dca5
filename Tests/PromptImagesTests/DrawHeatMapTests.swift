import Testing

@testable import PromptImages

@Suite struct DrawHeatMapTests {
  /// From -1 at the upper left to 0 at the lower right.
  static func ramp(_ width: Int, _ height: Int) -> [Float] {
    (0..<width * height).map { Float($0) / Float(max(1, width * height - 1)) - 1 }
  }

  @Test func theEndsOfTheMapHaveTheEndsOfTheColours() {
    let picture = drawHeatMap(anomaly: Self.ramp(400, 300), width: 400, height: 300)
    let (left, top) = (20, 44)
    #expect(colour(picture, left, top) == ColourMap.colours[0])
    #expect(colour(picture, left + 399, top + 299) == ColourMap.colours[255])
    #expect(colour(picture, left - 1, top) == .paper)
    // The scale beside it runs from the bottom to the top.
    #expect(colour(picture, left + 425, top) == ColourMap.colours[255])
    #expect(colour(picture, left + 425, top + 299) == ColourMap.colours[0])
  }

  @Test func aFixedRangeDoesNotFollowTheImage() {
    let picture = drawHeatMap(
      anomaly: Self.ramp(400, 300), width: 400, height: 300, range: -1...1)
    #expect(colour(picture, 20 + 399, 44 + 299) == ColourMap.colours[128])
  }

  @Test func theImageStandsBesideTheMapAtItsSize() {
    let image = Picture(width: 31, height: 57, colour: Colour(10, 200, 30))
    let picture = drawHeatMap(
      anomaly: Self.ramp(400, 300), width: 400, height: 300, image: image)
    for (x, y) in [(20, 44), (419, 44), (20, 343), (419, 343)] {
      #expect(colour(picture, x, y) == Colour(10, 200, 30))
    }
    #expect(colour(picture, 440, 44) == ColourMap.colours[0])
    let grey = Picture(width: 1, height: 1, layout: .grey, bytes: [77])
    let other = drawHeatMap(anomaly: Self.ramp(400, 300), width: 400, height: 300, image: grey)
    #expect(colour(other, 20, 44) == Colour(77, 77, 77))
  }

  @Test func titlesOfNarrowMapsDoNotRunIntoEachOther() {
    let image = Picture(width: 1, height: 9, colour: Colour(0, 0, 0))
    let frame = HeatMapFrame(
      panel: (7, 240), titles: ["image", "anomaly"], text: 2, labels: ["0"], footer: [])
    #expect(frame.panelX(1) >= frame.panelX(0) + Picture.width(of: "image", size: 2))
    #expect(frame.barX >= frame.panelX(1) + Picture.width(of: "anomaly", size: 2))
    let columns = drawColumns(
      [Int32](repeating: 0, count: 9), width: 1, height: 9, names: ["sky"], image: image)
    #expect(columns.width > Picture.width(of: "likeliest class", size: 1) * 2)
  }

  @Test func smallMapsAreEnlargedByWholePixels() {
    let picture = drawHeatMap(anomaly: [-1, 0], width: 2, height: 1)
    #expect(picture.width > 480 && picture.height > 240)
    #expect(picture.bytes.count == picture.width * picture.height * 3)
  }

  @Test(arguments: [
    [Float](repeating: -0.3, count: 6), [.nan, 0, 1, 2, 3, 4], [0, 0, 0, 0, 0, 0],
  ])
  func mapsWithoutARangeAreDrawn(_ anomaly: [Float]) {
    let picture = drawHeatMap(anomaly: anomaly, width: 3, height: 2, title: "später \u{1F697}")
    #expect(picture.width > 400 && picture.height > 240)
  }

  @Test(arguments: [
    (-1.07, -0.09, 12, 1, -1.0, 0.1), (0, 10, 5, 0, 0, 2), (-0.0012, 0.0031, 6, 3, -0.001, 0.001),
    (-3e-7, 8e-7, 6, 7, -2e-7, 2e-7),
  ])
  func marksAreRoundNumbers(
    _ lower: Double, _ upper: Double, _ most: Int, _ digits: Int, _ first: Double, _ step: Double
  ) {
    let scale = Scale(lower: lower, upper: upper, most: most)
    #expect(scale.digits == digits)
    #expect(abs((scale.marks.first ?? .nan) - first) < step * 1e-9)
    for (a, b) in zip(scale.marks, scale.marks.dropFirst()) {
      #expect(abs(b - a - step) < step * 1e-6)
    }
    #expect(scale.marks.allSatisfy { $0 >= lower && $0 <= upper })
    #expect(decimals(-0.0001, digits: 2) == "0.00")
    #expect(decimals(-0.5, digits: 2) == "-0.50")
  }

  @Test func everyPrintableCharacterHasAShapeOfItsOwn() {
    var shapes: Set<[Bool]> = []
    for value in UInt8(32)..<127 {
      let character = Unicode.Scalar(value)
      shapes.insert(
        (0..<40).map { Font.hasDot(character, column: $0 % 5, row: $0 / 5) })
    }
    #expect(shapes.count == 95)
  }

  @Test func aMaskIsWhiteFromTheThresholdOn() {
    let mask = drawMask(anomaly: [-1, -0.5, 0.25, .nan], width: 2, height: 2, threshold: -0.5)
    #expect(mask.bytes == [0, 255, 255, 0])
    #expect(mask.layout == .grey)
  }

}

@Suite struct OverlayTests {
  @Test func theImageShinesThroughTheColours() {
    let image = Picture(width: 400, height: 300, colour: Colour(100, 100, 100))
    let map = DrawHeatMapTests.ramp(400, 300)
    let picture = drawHeatMap(
      anomaly: map, width: 400, height: 300, image: image, placement: .under)
    let (low, high) = (ColourMap.colours[0], ColourMap.colours[255])
    #expect(colour(picture, 20, 44) == low.over(grey: 100))
    #expect(colour(picture, 419, 343) == high.over(grey: 100))
    #expect(picture.width == drawHeatMap(anomaly: map, width: 400, height: 300).width)
  }

  @Test func columnsHaveTheirColoursWhateverThePicture() {
    let columns = (0..<400 * 300).map { Int32($0 % 400 < 100 ? 7 : 2) }
    let names = (0..<9).map { "class \($0)" }
    let picture = drawColumns(columns, width: 400, height: 300, names: names)
    #expect(colour(picture, 20, 44) == ColumnPalette.colour(of: 7))
    #expect(colour(picture, 419, 44) == ColumnPalette.colour(of: 2))
    // The legend begins with the larger one.
    #expect(colour(picture, 446, 50) == ColumnPalette.colour(of: 2))
  }

  @Test func thePaletteHasNoColourTwice() {
    #expect(Set((0..<ColumnPalette.count).map(ColumnPalette.colour)).count == ColumnPalette.count)
    #expect(ColumnPalette.colour(of: 3) == ColumnPalette.colour(of: 3 + ColumnPalette.count))
  }
}

func colour(_ picture: Picture, _ x: Int, _ y: Int) -> Colour {
  let start = (y * picture.width + x) * 3
  return Colour(picture.bytes[start], picture.bytes[start + 1], picture.bytes[start + 2])
}
