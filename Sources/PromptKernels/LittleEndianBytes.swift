/// The values as little-endian float32 bytes.
public func littleEndianBytes(of values: Span<Float>) -> [UInt8] {
  unsafe [UInt8](unsafeUninitializedCapacity: values.count * 4) { bytes, count in
    unsafe values.withUnsafeBufferPointer { values in
      for index in values.indices {
        unsafe UnsafeMutableRawPointer(bytes.baseAddress! + index * 4).storeBytes(
          of: values[index].bitPattern.littleEndian, as: UInt32.self)
      }
    }
    count = values.count * 4
  }
}
