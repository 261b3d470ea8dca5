internal import CLibTurboJPEG

/// Reads a JPEG picture as 8-bit RGB, upright as its EXIF orientation says.
///
/// Grey pictures become RGB; colour profiles are not applied. A picture is refused rather than shown
/// in part: scores of grey blocks would look like scores.
///
/// - Parameters:
///   - bytes: the whole file.
///   - pixelLimit: the most pixels that are decoded; checked before any memory is taken.
/// - Returns: the size and the pixels, row-major, three bytes each.
/// - Throws: ``JPEGError`` for what is no JPEG, is damaged or cut short, too large, or CMYK.
package func readJPEG(
  _ bytes: [UInt8], pixelLimit: Int = 1 << 27
) throws(JPEGError) -> (width: Int, height: Int, pixels: [UInt8]) {
  guard isJPEG(bytes) else { throw JPEGError(reason: "not a JPEG picture") }
  guard let decoder = unsafe tjInitDecompress() else { throw JPEGError(reason: "out of memory") }
  defer { unsafe tjDestroy(decoder) }
  let size = UInt(bytes.count)
  var (width, height, subsampling, colours) = (Int32(0), Int32(0), Int32(0), Int32(0))
  guard
    unsafe tjDecompressHeader3(
      decoder, bytes, size, &width, &height, &subsampling, &colours) == 0, width > 0, height > 0
  else {
    throw JPEGError(reason: "the header cannot be read: \(unsafe lastMessage(decoder))")
  }
  guard Int(width) * Int(height) <= pixelLimit else {
    throw JPEGError(reason: "\(width)×\(height) is more than \(pixelLimit) pixels")
  }
  if colours == Int32(TJCS_CMYK.rawValue) || colours == Int32(TJCS_YCCK.rawValue) {
    throw JPEGError(reason: "a CMYK picture: convert it to RGB")
  }
  var pixels = [UInt8](repeating: 0, count: Int(width) * Int(height) * 3)
  // Progressive files of very many scans would keep the decoder busy for minutes.
  let status = unsafe tjDecompress2(
    decoder, bytes, size, &pixels, width, 0, height, Int32(TJPF_RGB.rawValue), TJFLAG_LIMITSCANS)
  if status != 0 {
    let message = unsafe lastMessage(decoder)
    // Some cameras leave bytes between two segments, which harms nothing.
    let harmless =
      unsafe tjGetErrorCode(decoder) == Int32(TJERR_WARNING.rawValue)
      && message.contains("extraneous bytes before marker")
    if !harmless {
      throw JPEGError(reason: "the picture is damaged or cut short: \(message)")
    }
  }
  return turned(
    pixels, width: Int(width), height: Int(height), by: exifOrientation(ofJPEG: bytes))
}

/// Whether a file begins as a JPEG does.
package func isJPEG(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xFF, 0xD8, 0xFF]) }

private func lastMessage(_ decoder: tjhandle) -> String {
  guard let text = unsafe tjGetErrorStr2(decoder) else { return "no reason given" }
  return unsafe String(cString: text)
}
