@testable import PromptInference
import TensorFiles
import TestSupport
import Testing

@Suite struct PrepareInputTests {
  static let clip = (
    range: 1.0, mean: [0.48145466, 0.4578275, 0.40821073],
    deviation: [0.26862954, 0.26130258, 0.27577711]
  )
  static let bytes = (
    range: 255.0, mean: [122.77, 116.75, 104.09], deviation: [68.5, 66.63, 70.32]
  )

  struct Case: CustomTestStringConvertible {
    var name: String
    var picture: (height: Int, width: Int)
    var canvas: (height: Int, width: Int)
    var size: InputFormat.SizePolicy
    var interpolation = InputFormat.Interpolation.antialiased
    var colour = InputFormat.ColourOrder.rgb
    var scale = PrepareInputTests.clip
    var testDescription: String { name }
  }

  /// The cases of `make_inputs.py`.
  static let cases = [
    Case(
      name: "shrink", picture: (23, 37), canvas: (23, 37),
      size: .fixed(height: 8, width: 16, fit: .stretch)),
    Case(
      name: "shrink-bilinear", picture: (23, 37), canvas: (23, 37),
      size: .fixed(height: 8, width: 16, fit: .stretch), interpolation: .bilinear),
    Case(
      name: "grow", picture: (5, 7), canvas: (5, 7),
      size: .fixed(height: 12, width: 9, fit: .stretch), colour: .bgr, scale: bytes),
    Case(
      name: "grow-bilinear", picture: (5, 7), canvas: (5, 7),
      size: .fixed(height: 12, width: 9, fit: .stretch), interpolation: .bilinear, colour: .bgr,
      scale: bytes),
    Case(
      name: "letterbox-below", picture: (10, 30), canvas: (15, 30),
      size: .fixed(height: 12, width: 24, fit: .letterbox), scale: bytes),
    Case(
      name: "letterbox-right", picture: (30, 11), canvas: (30, 60),
      size: .fixed(height: 12, width: 24, fit: .letterbox), interpolation: .bilinear, colour: .bgr),
    Case(name: "own", picture: (13, 18), canvas: (16, 24), size: .own(multiple: 8)),
    Case(
      name: "exact", picture: (6, 4), canvas: (6, 4),
      size: .fixed(height: 6, width: 4, fit: .exact)),
    Case(
      name: "one-pixel", picture: (1, 1), canvas: (1, 1),
      size: .fixed(height: 3, width: 2, fit: .stretch)),
    Case(
      name: "to-one-pixel", picture: (9, 14), canvas: (9, 14),
      size: .fixed(height: 1, width: 1, fit: .stretch), scale: bytes),
  ]

  static func format(_ size: InputFormat.SizePolicy) -> InputFormat {
    InputFormat(
      name: nil, size: size, interpolation: .antialiased, colour: .rgb, range: clip.range,
      mean: clip.mean, deviation: clip.deviation)
  }

  @Test(arguments: cases)
  func inputsAreAsPyTorchMakesThem(_ test: Case) throws {
    var format = Self.format(test.size)
    format.interpolation = test.interpolation
    format.colour = test.colour
    (format.range, format.mean, format.deviation) = test.scale
    let (height, width) = test.picture
    let (tensor, canvas) = try prepareInput(
      pixels: formulaPicture(height: height, width: width), width: width, height: height,
      as: format)
    #expect(canvas.height == test.canvas.height)
    #expect(canvas.width == test.canvas.width)
    #expect(largestDifference(tensor.values, try expected("input.\(test.name)")) <= 2e-6)
  }

  @Test func aUniformPictureStaysUniformAtAnySizeFuzz() throws {
    var chance = SeededGenerator(seed: 41)
    for _ in 0..<fuzzIterations(300) {
      let (width, height) = (
        Int.random(in: 1...40, using: &chance), Int.random(in: 1...40, using: &chance)
      )
      var format = Self.format(
        .fixed(
          height: .random(in: 1...40, using: &chance), width: .random(in: 1...40, using: &chance),
          fit: .stretch))
      format.interpolation = Bool.random(using: &chance) ? .antialiased : .bilinear
      let (tensor, _) = try prepareInput(
        pixels: [UInt8](repeating: 200, count: width * height * 3), width: width, height: height,
        as: format)
      let plane = tensor.values.count / 3
      for channel in 0..<3 {
        let value = Float((200.0 / 255 - format.mean[channel]) / format.deviation[channel])
        let values = tensor.values[channel * plane..<(channel + 1) * plane]
        #expect(values.allSatisfy { abs($0 - value) < 2e-6 })
      }
    }
  }

  @Test func theCanvasHoldsThePictureAndHasTheInputsAspectFuzz() throws {
    var chance = SeededGenerator(seed: 42)
    for _ in 0..<fuzzIterations(500) {
      let sides = (0..<4).map { _ in Int.random(in: 1...60, using: &chance) }
      let pixels = [UInt8](repeating: 0, count: sides[0] * sides[1] * 3)
      let (tensor, canvas) = try prepareInput(
        pixels: pixels, width: sides[0], height: sides[1],
        as: Self.format(.fixed(height: sides[2], width: sides[3], fit: .letterbox)))
      #expect(tensor.shape == [1, 3, sides[2], sides[3]])
      #expect(tensor.values.allSatisfy { $0.isFinite })
      #expect(canvas.width == sides[0] || canvas.height == sides[1])
      #expect(canvas.width >= sides[0] && canvas.height >= sides[1])
      // Within a pixel of the aspect.
      let exact = Double(canvas.width * sides[2]) / Double(sides[3])
      let other = Double(canvas.height * sides[3]) / Double(sides[2])
      #expect(abs(Double(canvas.height) - exact) < 1 || abs(Double(canvas.width) - other) < 1)
    }
  }

  @Test func scoresAreCroppedToThePicture() throws {
    let format = Self.format(.own(multiple: 4))
    let (_, canvas) = try prepareInput(
      pixels: formulaPicture(height: 2, width: 3), width: 3, height: 2, as: format)
    #expect(canvas.isPadded)
    #expect(canvas.cropped(Array(0..<16)) == [0, 1, 2, 4, 5, 6])
    let (_, whole) = try prepareInput(
      pixels: formulaPicture(height: 4, width: 4), width: 4, height: 4, as: format)
    #expect(!whole.isPadded)
    #expect(whole.cropped(Array(0..<16)) == Array(0..<16))
  }

  @Test(arguments: [
    (
      InputFormat.SizePolicy.fixed(height: 8, width: 8, fit: .exact), 9, 8,
      "the picture is 9×8 and the model takes exactly 8×8"
    ),
    (.fixed(height: 16_384, width: 1, fit: .letterbox), 20_000, 1, "too long and thin"),
    (.own(multiple: 1_024), 140_000, 1, "more than 134217728 pixels"),
  ])
  func picturesThatDoNotFitAreRefused(
    _ size: InputFormat.SizePolicy, width: Int, height: Int, reason: String
  ) throws {
    do throws(InferenceError) {
      _ = try prepareInput(
        pixels: [UInt8](repeating: 0, count: width * height * 3), width: width, height: height,
        as: Self.format(size))
      Issue.record("a picture of \(width)×\(height) was taken")
    } catch {
      #expect(error.reason.contains(reason), "\(error)")
    }
  }

  @Test func aPictureOfTooFewBytesIsRefused() {
    for (width, height, count) in [(2, 2, 11), (0, 0, 0), (-1, 3, 9), (.max, 2, 6)] {
      #expect(throws: InferenceError.self) {
        try prepareInput(
          pixels: [UInt8](repeating: 0, count: count), width: width, height: height,
          as: Self.format(.own(multiple: 1)))
      }
    }
  }
}
