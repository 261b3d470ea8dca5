import Foundation
import TestSupport
import Testing

@testable import PromptImages

@Suite struct JPEGTests {
  private func bytes(_ name: String) throws -> [UInt8] {
    let folder = packageRoot.appendingPathComponent("Tests/PromptImagesTests/Fixtures")
    return [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  /// Decoders may round differently by one step; by more they disagree.
  @Test(arguments: [
    ("plain", 25, 18), ("subsampled", 25, 18), ("progressive", 25, 18), ("grey", 25, 18),
    ("turned2", 11, 7), ("turned3", 11, 7), ("turned4", 11, 7), ("turned5", 7, 11),
    ("turned6", 7, 11), ("turned7", 7, 11), ("turned8", 7, 11),
  ])
  func pixelsAreThoseOfPillow(name: String, width: Int, height: Int) throws {
    let read = try readJPEG(try bytes("\(name).jpg"))
    #expect(read.width == width)
    #expect(read.height == height)
    let expected = try bytes("\(name).rgb")
    #expect(read.pixels.count == expected.count)
    #expect(zip(read.pixels, expected).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
  }

  @Test func whatCannotBeReadIsRefusedWithTheReason() throws {
    let plain = try bytes("plain.jpg")
    // The size in the frame's header, marker 0xC0, made nearly the largest that is decoded.
    var tall = plain
    let frame = try #require(
      tall.indices.dropLast().first { tall[$0] == 0xFF && tall[$0 + 1] == 0xC0 })
    for offset in 5...8 { tall[frame + offset] = 0xFE }
    for (file, reason) in [
      ([], "not a JPEG"), (Array("\u{89}PNG".utf8), "not a JPEG"),
      (Array(plain.prefix(20)), "the header cannot be read"),
      (Array(plain.prefix(plain.count / 2 + 200)), "cut short"),
      (try bytes("cmyk.jpg"), "CMYK"), (tall, "65278×65278 is more than"),
    ] {
      do throws(JPEGError) {
        let read = try readJPEG(file)
        Issue.record("\(read.width)×\(read.height) was read where `\(reason)` was expected")
      } catch {
        #expect(error.reason.contains(reason), "\(error)")
      }
    }
  }

  @Test func everyOrientationKeepsEveryPixel() {
    let pixels = Array<UInt8>(0..<18)
    for orientation in 1...8 {
      let result = turned(pixels, width: 3, height: 2, by: orientation)
      #expect(result.width == (orientation < 5 ? 3 : 2))
      #expect(result.height == (orientation < 5 ? 2 : 3))
      #expect(result.pixels.sorted() == pixels)
    }
  }

  @Test func damagedFilesAreReadOrRefusedFuzz() throws {
    var chance = SeededGenerator(seed: 8)
    let files = try ["turned6.jpg", "progressive.jpg", "subsampled.jpg"].map(bytes)
    for round in 0..<fuzzIterations(600) {
      var damaged = files[round % files.count]
      for _ in 0..<Int.random(in: 1...8, using: &chance) {
        damaged[Int.random(in: damaged.indices, using: &chance)] = .random(
          in: 0...255, using: &chance)
      }
      if Bool.random(using: &chance) {
        damaged.removeLast(Int.random(in: 0..<damaged.count, using: &chance))
      }
      #expect((1...8).contains(exifOrientation(ofJPEG: damaged)))
      if let read = try? readJPEG(damaged, pixelLimit: 1 << 20) {
        #expect(read.pixels.count == read.width * read.height * 3)
      }
    }
  }
}
