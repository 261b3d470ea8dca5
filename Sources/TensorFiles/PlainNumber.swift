/// A number for which every bit pattern is a value, so that file bytes may be read as it.
public protocol PlainNumber: BitwiseCopyable, Sendable {}

extension UInt8: PlainNumber {}
extension UInt16: PlainNumber {}
extension Int32: PlainNumber {}
extension Int64: PlainNumber {}
extension Float: PlainNumber {}
extension Double: PlainNumber {}

#if _endian(big)
  #error("safetensors and npy are read and written in place as little-endian")
#endif
