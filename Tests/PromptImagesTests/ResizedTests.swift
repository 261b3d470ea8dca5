import PromptImages
import TestSupport
import Testing

@Suite struct ResizedTests {
  @Test func theSameSizeIsTheSamePicture() {
    let picture = checkers(9, 7)
    #expect(picture.resized(width: 9, height: 7) == picture)
  }

  @Test(arguments: [(1, 1), (3, 8), (9, 7), (100, 2)]) func oneColourStaysOneColour(
    _ width: Int, _ height: Int
  ) {
    let picture = Picture(width: 9, height: 7, colour: Colour(3, 128, 255))
    let resized = picture.resized(width: width, height: height)
    #expect(resized == Picture(width: width, height: height, colour: Colour(3, 128, 255)))
  }

  @Test func shrinkingTakesTheMeanOfTheArea() {
    let picture = Picture(
      width: 4, height: 2, layout: .grey, bytes: [0, 10, 20, 30, 40, 50, 60, 70])
    #expect(picture.resized(width: 2, height: 1).bytes == [25, 45])
    #expect(picture.resized(width: 1, height: 1).bytes == [35])
    // Parts of pixels count by their share: (0 + 10/3) / (4/3) of both rows.
    #expect(picture.resized(width: 3, height: 2).bytes.prefix(1) == [3])
  }

  @Test func growingInterpolatesBetweenCentres() {
    let picture = Picture(width: 2, height: 1, layout: .grey, bytes: [0, 100])
    #expect(picture.resized(width: 4, height: 1).bytes == [0, 25, 75, 100])
  }

  private func checkers(_ width: Int, _ height: Int) -> Picture {
    Picture(
      width: width, height: height,
      bytes: (0..<width * height).flatMap { index -> [UInt8] in
        index % 2 == 0 ? [255, 0, 9] : [0, 255, 90]
      })
  }
}
