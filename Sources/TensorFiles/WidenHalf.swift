/// The value of IEEE 754 binary16 bits; exact, also for subnormals, infinities and NaN payloads.
func widenFloat16(_ bits: UInt16) -> Float {
  let sign = UInt32(bits & 0x8000) << 16
  let magnitude = UInt32(bits & 0x7FFF) << 13
  if magnitude >= 0x0F80_0000 { return Float(bitPattern: sign | 0x7F80_0000 | magnitude) }
  // The exponent biases differ by 127 - 15 = 112.
  let value = Float(bitPattern: magnitude) * 0x1p112
  return Float(bitPattern: sign | value.bitPattern)
}

/// The value of bfloat16 bits: the upper half of a float.
func widenBFloat16(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }
