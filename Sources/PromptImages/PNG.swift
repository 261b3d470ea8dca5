internal import CLibPNG

// libpng's simplified interface: it returns errors instead of jumping over Swift's frames.

/// The most pixels a picture may have.
package let maximumPicturePixels = 100_000_000

/// Reads a PNG file of any kind as 8-bit colour: grey is repeated, palettes looked up, 16 bits reduced,
/// transparent pixels laid over white, and the picture turned upright as its EXIF chunk says.
///
/// - Throws: ``PNGError`` if the bytes are no PNG file, are damaged, or hold too large a picture; sizes
///   are checked before memory is taken.
package func readPNG(_ bytes: [UInt8]) throws(PNGError) -> Picture {
  try read(bytes, as: .colour)
}

/// Reads an 8-bit grey PNG file whose greys are numbers: they come as they are stored, whatever the file
/// says about gamma or transparency.
///
/// - Throws: ``PNGError`` if the bytes are another kind of PNG file, and as ``readPNG(_:)``.
package func readGreyPNG(_ bytes: [UInt8]) throws(PNGError) -> Picture {
  try read(checkGreyPNG(bytes), as: .grey)
}

private func read(_ bytes: [UInt8], as layout: Picture.Layout) throws(PNGError) -> Picture {
  guard isPNG(bytes) else { throw PNGError("is not a PNG file") }
  var image = unsafe png_image()
  unsafe image.version = UInt32(PNG_IMAGE_VERSION)
  defer { unsafe png_image_free(&image) }
  // The library keeps the address until the pixels are read.
  let result = unsafe bytes.withUnsafeBytes { memory -> Result<Picture, PNGError> in
    guard unsafe png_image_begin_read_from_memory(&image, memory.baseAddress, memory.count) != 0
    else { return unsafe .failure(damage(image)) }
    let (width, height) = unsafe (Int(image.width), Int(image.height))
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    guard width > 0, height > 0, !overflow, pixels <= maximumPicturePixels else {
      return .failure(
        PNGError(
          "is \(width)x\(height) pixels; pictures of up to \(maximumPicturePixels) are read"))
    }
    // Compression gains less than 1100 times, and a pixel has at least one bit: a short file that claims
    // many pixels is refused before it gets memory for them.
    guard pixels / 8 / 1_100 <= bytes.count else {
      return .failure(
        PNGError(
          "is a damaged PNG file: \(bytes.count) bytes cannot hold \(width)x\(height) pixels"))
    }
    unsafe image.format = layout == .grey ? greyFormat : colourFormat
    // 16-bit files are in sRGB as the others, not linear.
    unsafe image.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
    var white = png_color(red: 255, green: 255, blue: 255)
    var target = [UInt8](repeating: 255, count: pixels * layout.rawValue)
    let status = unsafe png_image_finish_read(
      &image, &white, &target, Int32(width * layout.rawValue), nil)
    guard status != 0 else { return unsafe .failure(damage(image)) }
    if layout == .grey {
      return .success(Picture(width: width, height: height, layout: .grey, bytes: target))
    }
    let upright = turned(
      target, width: width, height: height, by: exifOrientation(ofPNG: bytes))
    return .success(
      Picture(width: upright.width, height: upright.height, bytes: upright.pixels))
  }
  return try result.get()
}

/// Whether a file begins as a PNG does.
package func isPNG(_ bytes: [UInt8]) -> Bool {
  bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
}

/// A picture as the bytes of a PNG file: the same bytes for the same picture and library.
///
/// - Throws: ``PNGError`` if the library refuses it.
package func encodePNG(_ picture: Picture) throws(PNGError) -> [UInt8] {
  var image = unsafe png_image()
  unsafe image.version = UInt32(PNG_IMAGE_VERSION)
  unsafe image.width = UInt32(picture.width)
  unsafe image.height = UInt32(picture.height)
  unsafe image.format = picture.layout == .grey ? greyFormat : colourFormat
  defer { unsafe png_image_free(&image) }
  let stride = Int32(picture.width * picture.channels)
  // Compressed sizes are unknown before: a buffer that is usually enough, then one of the right size.
  var capacity = picture.bytes.count + picture.height + 4_096
  for _ in 0..<2 {
    var encoded = [UInt8](repeating: 0, count: capacity)
    var size = png_alloc_size_t(capacity)
    let status = unsafe png_image_write_to_memory(
      &image, &encoded, &size, 0, picture.bytes, stride, nil)
    if status != 0 {
      encoded.removeLast(encoded.count - Int(size))
      return encoded
    }
    guard size > capacity else { break }
    capacity = Int(size)
  }
  throw unsafe damage(image)
}

private let greyFormat: UInt32 = 0
private let colourFormat = UInt32(PNG_FORMAT_FLAG_COLOR)

/// The library's message as an error.
private func damage(_ image: png_image) -> PNGError {
  let message = unsafe withUnsafeBytes(of: image.message) { bytes in
    unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
  return PNGError("is a damaged PNG file: \(message.isEmpty ? "unknown error" : message)")
}
