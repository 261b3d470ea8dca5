/// Bytes as small hexadecimal digits, two a byte.
func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(
    decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

/// Whether a text is `sha256:` and 64 small hexadecimal digits.
func isDigest(_ text: String) -> Bool {
  let prefix = "sha256:"
  return text.utf8.starts(with: prefix.utf8) && text.utf8.count == prefix.utf8.count + 64
    && text.utf8.dropFirst(prefix.utf8.count).allSatisfy {
      ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
        || ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "f"))
    }
}
