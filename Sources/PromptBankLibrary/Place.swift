/// One value of the caller's, checked: neither NULL nor badly aligned.
@safe struct Place<Value: BitwiseCopyable> {
  private let pointer: UnsafeMutablePointer<Value>

  init(_ pointer: UnsafeMutablePointer<Value>?, _ name: String) throws(LibraryError) {
    guard let pointer = unsafe pointer else { throw .argument("`\(name)` is NULL") }
    try unsafe checkAlignment(of: UnsafeRawPointer(pointer), as: Value.self, name)
    unsafe self.pointer = pointer
  }

  var value: Value { unsafe pointer.pointee }

  func set(_ value: Value) { unsafe pointer.pointee = value }
}

/// A structure that the caller filled in.
///
/// - Parameter size: the number in its field `size`.
func structure<Value: BitwiseCopyable>(
  _ pointer: UnsafePointer<Value>?, _ name: String, size: (Value) -> Int
) throws(LibraryError) -> Value {
  let value = try unsafe Place(UnsafeMutablePointer(mutating: pointer), name).value
  // The first field, which every version of a structure has.
  let stated = size(value)
  guard stated == MemoryLayout<Value>.size else {
    throw .argument(
      "`\(name)->size` is \(stated), and the structure has \(MemoryLayout<Value>.size) bytes: set it "
        + "with sizeof, and build with the header of this library")
  }
  return value
}

/// Numbers of the caller's, to be read or written, checked as far as that goes.
@safe struct Numbers<Number: BitwiseCopyable> {
  private let pointer: UnsafeMutablePointer<Number>?
  private let name: String
  let count: Int

  init(
    _ pointer: UnsafeMutablePointer<Number>?, count: Int, _ name: String
  ) throws(LibraryError) {
    // More bytes than an address space has.
    guard (0...Int.max / MemoryLayout<Number>.stride).contains(count) else {
      throw .argument("`\(name)` cannot have \(UInt(bitPattern: count)) elements")
    }
    if unsafe pointer == nil, count > 0 {
      throw .argument("`\(name)` is NULL, and \(count) elements are said to be there")
    }
    if let pointer = unsafe pointer {
      try unsafe checkAlignment(of: UnsafeRawPointer(pointer), as: Number.self, name)
    }
    unsafe self.pointer = pointer
    self.name = name
    self.count = unsafe pointer == nil ? 0 : count
  }

  init(_ pointer: UnsafePointer<Number>?, count: Int, _ name: String) throws(LibraryError) {
    try unsafe self.init(UnsafeMutablePointer(mutating: pointer), count: count, name)
  }

  /// Lends the numbers.
  func read<Result, Failure: Error>(
    _ body: (Span<Number>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(unsafe UnsafeBufferPointer(start: pointer, count: count).span)
  }

  /// Lends the numbers to be written.
  func write<Result, Failure: Error>(
    _ body: (inout MutableSpan<Number>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var span = unsafe UnsafeMutableBufferPointer(start: pointer, count: count).mutableSpan
    return try body(&span)
  }

  /// Refuses numbers that lie in the same memory as others.
  func checkApart<Other>(from other: Numbers<Other>) throws(LibraryError) {
    let (own, others) = unsafe (UInt(bitPattern: pointer), UInt(bitPattern: other.pointer))
    let ownEnd = own + UInt(count * MemoryLayout<Number>.stride)
    let othersEnd = others + UInt(other.count * MemoryLayout<Other>.stride)
    if own < othersEnd, others < ownEnd {
      throw .argument("`\(name)` and `\(other.name)` overlap")
    }
  }
}

private func checkAlignment<Value>(
  of pointer: UnsafeRawPointer, as type: Value.Type, _ name: String
) throws(LibraryError) {
  guard UInt(bitPattern: pointer) % UInt(MemoryLayout<Value>.alignment) == 0 else {
    throw .argument("`\(name)` is not aligned to \(MemoryLayout<Value>.alignment) bytes")
  }
}
