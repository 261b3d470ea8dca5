internal import Crypto

/// The SHA-256 digest of some bytes, 32 of them.
package func sha256(_ bytes: [UInt8]) -> [UInt8] {
  Array(SHA256.hash(data: bytes))
}
