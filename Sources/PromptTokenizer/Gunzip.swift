import CZlib

/// Why compressed bytes cannot be unpacked.
enum GunzipError: Error { case damaged, truncated, tooLarge }

/// Unpacks the members of a gzip file one after another; zeros may follow them.
///
/// - Parameter limit: the bytes that may come out at most.
func gunzip(_ packed: [UInt8], limit: Int) throws(GunzipError) -> [UInt8] {
  var packed = packed
  guard packed.count <= Int(UInt32.max) else { throw .tooLarge }
  let count = packed.count
  var result: [UInt8] = []
  let problem = unsafe packed.withUnsafeMutableBufferPointer { input -> GunzipError? in
    var stream = unsafe z_stream()
    // 16 more than the window's bits: a gzip header, no other.
    guard
      unsafe inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        == Z_OK
    else { return .damaged }
    defer { unsafe inflateEnd(&stream) }
    unsafe stream.next_in = input.baseAddress
    unsafe stream.avail_in = UInt32(count)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let (status, produced) = unsafe chunk.withUnsafeMutableBufferPointer { output in
        unsafe stream.next_out = output.baseAddress
        unsafe stream.avail_out = UInt32(output.count)
        let status = unsafe inflate(&stream, Z_NO_FLUSH)
        return (status, output.count - Int(unsafe stream.avail_out))
      }
      if result.count + produced > limit { return .tooLarge }
      result += chunk[..<produced]
      switch status {
      case Z_OK: continue
      case Z_STREAM_END:
        let rest = unsafe input[(count - Int(stream.avail_in))...]
        if unsafe rest.allSatisfy({ $0 == 0 }) { return nil }
        guard unsafe inflateReset(&stream) == Z_OK else { return .damaged }
      case Z_BUF_ERROR: return .truncated
      default: return .damaged
      }
    }
  }
  if let problem { throw problem }
  return result
}
