/// A PNG file's bytes without the chunks that change how its greys look, such as gamma.
///
/// - Throws: ``PNGError`` if the file is no PNG file or another kind than 8-bit grey.
func checkGreyPNG(_ bytes: [UInt8]) throws(PNGError) -> [UInt8] {
  guard isPNG(bytes) else { throw PNGError("is not a PNG file") }
  // The signature, then a first chunk of 13 bytes: width, height, bit depth, kind.
  guard bytes.count >= 33, bytes[12..<16].elementsEqual("IHDR".utf8) else {
    throw PNGError("is a damaged PNG file: it does not begin with its size")
  }
  let (depth, kind) = (bytes[24], bytes[25])
  guard kind == 0, depth == 8 else {
    let names: [UInt8: String] = [
      0: "grey", 2: "colour", 3: "palette", 4: "grey and transparent", 6: "colour and transparent",
    ]
    let name = names[kind] ?? "unknown"
    throw PNGError(
      "is \(depth == 8 ? "an" : "a") \(depth)-bit \(name) PNG file; 8-bit grey is needed")
  }
  var kept = Array(bytes[..<8])
  var offset = 8
  while offset + 12 <= bytes.count {
    let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    let end = min(offset + 12 + length, bytes.count)
    // A capital first letter marks what cannot be left out.
    if bytes[offset + 4] & 0x20 == 0 { kept += bytes[offset..<end] }
    offset = end
  }
  return kept
}
