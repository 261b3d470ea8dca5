internal import Crypto
internal import PromptKernels

/// The SHA-256 over a tower's weights, as `grammar/bank.md` defines it: tensors in the byte order of
/// their names; of each the name, a zero byte, the rank, the extents, the values as float32.
func encoderDigest(of tensors: [CanonicalTensor]) -> String {
  var hash = SHA256()
  for tensor in tensors.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
    var header = Array(tensor.name.utf8) + [0]
    for number in [tensor.shape.count] + tensor.shape {
      header += (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    hash.update(data: header)
    tensor.withValues { values in
      // In pieces, so that no copy of a large tensor is made.
      let piece = 1 << 18
      for start in stride(from: 0, to: values.count, by: piece) {
        let end = min(start + piece, values.count)
        hash.update(data: littleEndianBytes(of: values.extracting(start..<end)))
      }
    }
  }
  return "sha256:" + hexadecimal(hash.finalize())
}

/// The digits of a digest, in small letters.
func hexadecimal(_ digest: SHA256.Digest) -> String {
  digest.map { byte in
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }.joined()
}
