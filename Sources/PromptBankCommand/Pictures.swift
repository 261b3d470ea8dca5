import PromptImages
import TensorFiles

/// Reads a PNG or JPEG, told apart by its first bytes.
func readPicture(_ path: String) throws -> Picture {
  let bytes = try readBytes(path)
  do {
    if isJPEG(bytes) {
      let (width, height, pixels) = try readJPEG(bytes)
      return Picture(width: width, height: height, bytes: pixels)
    }
    guard isPNG(bytes) else { throw PNGError("is neither a PNG nor a JPEG file") }
    return try readPNG(bytes)
  } catch {
    throw CommandFailure("\(path): \(error)")
  }
}

/// Writes a picture as PNG, whole or not at all.
func writePicture(_ picture: Picture, to path: String) throws {
  let file = try AtomicFile(path: path)
  try file.write(try encodePNG(picture))
  try file.commit()
}
