#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file's bytes, mapped and never copied as a whole.
///
/// The size is taken once, when the file is opened; bytes appended later are not seen. A file that
/// another process cuts short while it is mapped ends this process with a bus error, as with every
/// memory map: replace files by renaming a finished one over them, as ``AtomicFile`` does.
@safe public final class MappedFile: Sendable {
  /// The file as it was named by the caller.
  public let path: String
  /// The size in bytes.
  public let count: Int
  /// What tells its contents from others without reading them.
  public let stamp: FileStamp
  /// nil for an empty file, which cannot be mapped.
  private nonisolated(unsafe) let base: UnsafeRawPointer?

  /// Maps a regular file.
  ///
  /// - Throws: ``TensorFileError`` if it cannot be opened, or is a folder, a pipe or a device.
  public init(path: String) throws(TensorFileError) {
    self.path = path
    if path.utf8.contains(0) {
      throw TensorFileError(path: path, reason: "cannot be opened: the name holds a zero byte")
    }
    // Without O_NONBLOCK, opening a pipe waits for a writer.
    let descriptor = retried { unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
    if descriptor < 0 {
      throw TensorFileError(path: path, reason: "cannot be opened: \(errorText())")
    }
    defer { close(descriptor) }
    var status = stat()
    if unsafe fstat(descriptor, &status) != 0 {
      throw TensorFileError(path: path, reason: "cannot be opened: \(errorText())")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw TensorFileError(path: path, reason: "is a folder, not a file")
    default: throw TensorFileError(path: path, reason: "is not a regular file")
    }
    count = Int(status.st_size)
    stamp = FileStamp(status)
    if count == 0 {
      unsafe base = nil
      return
    }
    let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw TensorFileError(path: path, reason: "cannot be mapped: \(errorText())")
    }
    unsafe base = UnsafeRawPointer(address)
  }

  deinit {
    if let base = unsafe base { unsafe munmap(UnsafeMutableRawPointer(mutating: base), count) }
  }

  /// Lends the bytes of a range.
  ///
  /// - Precondition: the range lies inside the file.
  public func withBytes<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(unsafe buffer(range).bytes)
  }

  /// Lends a range as numbers, in place where it is aligned for them, else from a copy.
  ///
  /// - Precondition: the range lies inside the file and holds a whole number of them.
  public func withNumbers<Number: PlainNumber, Result, Failure: Error>(
    _ range: Range<Int>, as type: Number.Type, _ body: (Span<Number>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let buffer = unsafe buffer(range)
    precondition(range.count % MemoryLayout<Number>.size == 0)
    let address = UInt(bitPattern: buffer.baseAddress)
    guard address % UInt(MemoryLayout<Number>.alignment) == 0 else {
      return try body(numbers(range, as: type).span)
    }
    return try body(unsafe buffer.assumingMemoryBound(to: type).span)
  }

  /// Copies a range, which need not be aligned, into numbers.
  ///
  /// - Precondition: the range lies inside the file and holds a whole number of them.
  public func numbers<Number: PlainNumber>(_ range: Range<Int>, as: Number.Type) -> [Number] {
    let source = unsafe buffer(range)
    precondition(range.count % MemoryLayout<Number>.size == 0)
    let count = range.count / MemoryLayout<Number>.size
    return unsafe [Number](unsafeUninitializedCapacity: count) { target, initialized in
      unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
      initialized = count
    }
  }

  /// Gives the memory of a range back: it is read from the file again when it is next used.
  ///
  /// - Precondition: the range lies inside the file.
  public func release(_ range: Range<Int>) {
    #if os(Linux)
      let buffer = unsafe buffer(range)
      let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
      let start = UInt(bitPattern: buffer.baseAddress)
      // Whole pages only: others hold neighbours too.
      let first = (start + page - 1) / page * page
      let end = (start + UInt(range.count)) / page * page
      if first < end, let address = unsafe UnsafeMutableRawPointer(bitPattern: first) {
        unsafe madvise(address, Int(end - first), MADV_DONTNEED)
      }
    #endif
  }

  private func buffer(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe UnsafeRawBufferPointer(
      start: base.map { unsafe $0 + range.lowerBound }, count: range.count)
  }
}

/// Whether a path names a folder.
func isFolder(_ path: String) -> Bool {
  var status = stat()
  return unsafe !path.utf8.contains(0) && stat(path, &status) == 0
    && status.st_mode & S_IFMT == S_IFDIR
}

/// The names in a folder, sorted by their bytes.
func namesInFolder(_ path: String) throws(TensorFileError) -> [String] {
  guard let folder = unsafe opendir(path) else {
    throw TensorFileError(path: path, reason: "cannot be opened: \(errorText())")
  }
  defer { unsafe closedir(folder) }
  var names: [String] = []
  while let entry = unsafe readdir(folder) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
      unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    names.append(name)
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// What the last failed system call said.
func errorText() -> String {
  let code = errno
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  let message = unsafe String(cString: text)
  return message.prefix(1).lowercased() + message.dropFirst()
}

/// Repeats a system call that a signal interrupted.
func retried<Value: SignedInteger>(_ call: () -> Value) -> Value {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}
