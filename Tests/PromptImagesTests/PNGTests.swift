import Foundation
import PromptImages
import TestSupport
import Testing

@Suite struct PNGTests {
  /// A file made by the script of the `Fixtures` folder.
  struct Fixture: Decodable, CustomStringConvertible {
    var name: String
    var width: Int
    var height: Int
    var transparent: Bool
    var png: String
    var colours: String
    var description: String { name }

    static let all: [Fixture] = {
      let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/png.json")
      return try! JSONDecoder().decode([Fixture].self, from: Data(contentsOf: url))
    }()
  }

  @Test(arguments: Fixture.all) func everyKindOfFileIsReadAsColour(_ fixture: Fixture) throws {
    let picture = try readPNG(bytes(ofHexadecimal: fixture.png))
    let expected = bytes(ofHexadecimal: fixture.colours)
    #expect((picture.width, picture.height) == (fixture.width, fixture.height))
    #expect(picture.layout == .colour)
    try #require(picture.bytes.count == expected.count)
    // The library lays transparent pixels over the ground in tables of its own, coarse where little shows.
    let tolerance = fixture.transparent ? 8 : 0
    for (byte, other) in zip(picture.bytes, expected) {
      #expect(abs(Int(byte) - Int(other)) <= tolerance)
    }
  }

  @Test(arguments: [Picture.Layout.grey, .colour], [(1, 1), (17, 5), (300, 200)])
  func whatIsWrittenIsRead(_ layout: Picture.Layout, _ size: (Int, Int)) throws {
    var random = SeededGenerator(seed: 5)
    let count = size.0 * size.1 * layout.rawValue
    let picture = Picture(
      width: size.0, height: size.1, layout: layout,
      bytes: (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    let encoded = try encodePNG(picture)
    let read = try readPNG(encoded)
    #expect((read.width, read.height) == size)
    #expect(
      read.bytes == (layout == .colour ? picture.bytes : picture.bytes.flatMap { [$0, $0, $0] }))
    #expect(try encodePNG(picture) == encoded)
  }

  @Test func otherBytesAreNoPNG() {
    for bytes in [[], [0x89], Array("P6 1 1 255".utf8), [0xFF, 0xD8, 0xFF]] as [[UInt8]] {
      expect("is not a PNG file", bytes)
    }
  }

  @Test func aFileCutShortIsDamaged() throws {
    let whole = bytes(ofHexadecimal: Fixture.all[3].png)
    // What follows the pixels, the end mark, may be missing.
    for count in 8..<whole.count - 16 {
      let error = #expect(throws: PNGError.self) { try readPNG(Array(whole.prefix(count))) }
      #expect(error?.reason.hasPrefix("is a damaged PNG file: ") == true)
    }
  }

  @Test func sizesAreCheckedBeforeMemoryIsTaken() {
    expect(
      "is 20000x20000 pixels; pictures of up to 100000000 are read", header(20_000, 20_000))
    expect(
      "is a damaged PNG file: 45 bytes cannot hold 10000x10000 pixels", header(10_000, 10_000))
  }

  @Test func damagedFilesFuzz() {
    var random = SeededGenerator(seed: 9)
    let files = Fixture.all.map { bytes(ofHexadecimal: $0.png) }
    for _ in 0..<fuzzIterations(1_500) {
      var file = files.randomElement(using: &random)!
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 8..<file.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: file[place] = UInt8.random(in: 0...255, using: &random)
        case 1: file[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: file.removeSubrange(place..<min(file.count, place + 5))
        default: file.insert(contentsOf: file.suffix(4), at: place)
        }
        if file.count < 16 { break }
      }
      // With right check sums the damage reaches the decoder.
      if Bool.random(using: &random) { repairCheckSums(&file) }
      if let picture = try? readPNG(file) {
        #expect(picture.bytes.count == picture.width * picture.height * 3)
      }
    }
  }

  @Test(arguments: [1, 6, 3, 9])
  func theEXIFChunkTurnsThePicture(orientation: UInt8) throws {
    let stored = Picture(width: 2, height: 1, bytes: [1, 2, 3, 4, 5, 6])
    var file = try encodePNG(stored)
    let content: [UInt8] =
      Array("II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]
      + [0, 0, 0, 0]
    let chunk = [0, 0, 0, UInt8(content.count)] + Array("eXIf".utf8) + content + [0, 0, 0, 0]
    // Behind the header's chunk.
    file.insert(contentsOf: chunk, at: 33)
    repairCheckSums(&file)
    let picture = try readPNG(file)
    let isTurned = orientation == 6
    #expect((picture.width, picture.height) == (isTurned ? (1, 2) : (2, 1)))
    #expect(picture.bytes == (orientation == 3 ? [4, 5, 6, 1, 2, 3] : [1, 2, 3, 4, 5, 6]))
    for cut in 8..<file.count { _ = try? readPNG(Array(file[..<cut])) }
  }

  private func expect(
    _ reason: String, _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: PNGError.self, sourceLocation: sourceLocation) {
      try readPNG(bytes)
    }
    #expect(error?.description == reason, sourceLocation: sourceLocation)
  }

  /// A file that claims a size and holds nothing of it.
  private func header(_ width: UInt32, _ height: UInt32) -> [UInt8] {
    func bigEndian(_ value: UInt32) -> [UInt8] {
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += bigEndian(13) + Array("IHDR".utf8) + bigEndian(width) + bigEndian(height)
    file += [8, 2, 0, 0, 0] + bigEndian(0) + bigEndian(0) + Array("IDAT".utf8) + bigEndian(0)
    repairCheckSums(&file)
    return file
  }
}

/// Sets the check sum of every chunk that lies whole inside the file.
private func repairCheckSums(_ file: inout [UInt8]) {
  var start = 8
  while start + 12 <= file.count {
    let length = file[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
    guard length <= file.count - start - 12 else { return }
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in file[start + 4..<start + 8 + length] {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    for (index, shift) in [24, 16, 8, 0].enumerated() {
      file[start + 8 + length + index] = UInt8(truncatingIfNeeded: ~sum >> UInt32(shift))
    }
    start += 12 + length
  }
}

private func bytes(ofHexadecimal text: String) -> [UInt8] {
  let digits = text.utf8.map { $0 < 58 ? $0 - 48 : $0 - 87 }
  return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
