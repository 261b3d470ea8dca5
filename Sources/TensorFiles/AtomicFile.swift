#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that appears whole or not at all.
///
/// Bytes go to a temporary file in the same folder; ``commit()`` flushes it to the disk and renames it
/// over the destination, whose permissions, owner and symbolic links are kept. Without a commit the temporary
/// file is removed. A destination that is no regular file (a device, a pipe) is written directly.
@safe public final class AtomicFile {
  /// The destination as it was named by the caller.
  public let path: String
  /// The bytes written so far.
  public private(set) var count = 0
  private let destination: String
  /// nil where the destination is written directly.
  private var temporary: String?
  private var descriptor: Int32

  /// - Throws: ``TensorFileError`` if the destination or its folder cannot be written. A rename asks nobody
  ///   for the file's own permission, so that it is asked for here; a file that nobody may write is kept from
  ///   the superuser, too.
  public init(path: String) throws(TensorFileError) {
    if path.isEmpty || path.utf8.contains(0) {
      throw TensorFileError(path: path, reason: "cannot be written: not a file name")
    }
    self.path = path
    var status = stat()
    let exists = unsafe stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR {
      throw TensorFileError(path: path, reason: "cannot be written: is a folder")
    }
    if exists, status.st_mode & 0o222 == 0 {
      throw TensorFileError(path: path, reason: "cannot be written: is read-only")
    }
    if exists, unsafe access(path, W_OK) != 0 {
      throw TensorFileError(path: path, reason: "cannot be written: \(errorText())")
    }
    if exists, status.st_mode & S_IFMT != S_IFREG {
      destination = path
      temporary = nil
      descriptor = retried { unsafe open(path, O_WRONLY | O_CLOEXEC) }
    } else {
      destination = exists ? Self.withoutLinks(path) : path
      (descriptor, temporary) = Self.openTemporary(beside: destination)
    }
    if descriptor < 0 {
      throw TensorFileError(path: path, reason: "cannot be written: \(errorText())")
    }
    if exists, temporary != nil {
      // Only the superuser may give a file away, and others only to a group of theirs.
      if fchown(descriptor, status.st_uid, status.st_gid) != 0 {
        _ = fchown(descriptor, uid_t.max, status.st_gid)
      }
      fchmod(descriptor, status.st_mode & 0o777)
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if let temporary { unsafe unlink(temporary) }
  }

  /// Appends bytes.
  public func write(_ bytes: [UInt8]) throws(TensorFileError) { try write(numbers: bytes) }

  /// Appends numbers, little-endian.
  public func write<Number: PlainNumber>(numbers: [Number]) throws(TensorFileError) {
    let failure: TensorFileError? = unsafe numbers.withUnsafeBytes { bytes in
      var rest = unsafe bytes[...]
      while unsafe !rest.isEmpty {
        let piece = unsafe UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
        let written = retried {
          unsafe writeBytes(descriptor, piece.baseAddress, piece.count)
        }
        if written < 0 { return problem() }
        unsafe rest = rest.dropFirst(written)
      }
      count += bytes.count
      return nil
    }
    if let failure { throw failure }
  }

  /// Makes the bytes the destination's content.
  public func commit() throws(TensorFileError) {
    if let temporary {
      if fsync(descriptor) != 0 { throw problem() }
      let closed = close(descriptor)
      descriptor = -1
      if closed != 0 { throw problem() }
      if unsafe rename(temporary, destination) != 0 { throw problem() }
      self.temporary = nil
      Self.flushFolder(of: destination)
    } else {
      let closed = close(descriptor)
      descriptor = -1
      if closed != 0 { throw problem() }
    }
  }

  private func problem() -> TensorFileError {
    TensorFileError(path: path, reason: "cannot be written: \(errorText())")
  }

  /// Creates a file that did not exist, hidden, so that no pattern such as `*.safetensors` finds it.
  private static func openTemporary(beside path: String) -> (Int32, String?) {
    let (folder, name) = folderAndName(path)
    for attempt in 0..<1000 {
      // Names are cut, as most file systems end them at 255 bytes.
      let kept = String(name.unicodeScalars.prefix(40))
      let candidate = "\(folder).\(kept).\(getpid())-\(attempt).part"
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
      let descriptor = retried { unsafe open(candidate, flags, 0o666) }
      if descriptor >= 0 { return (descriptor, candidate) }
      if errno != EEXIST { return (-1, nil) }
    }
    return (-1, nil)
  }

  private static func withoutLinks(_ path: String) -> String {
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Makes the rename itself durable; a file system that cannot is no reason to fail.
  private static func flushFolder(of path: String) {
    let folder = folderAndName(path).folder
    let descriptor = retried {
      unsafe open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
    }
    if descriptor >= 0 {
      fsync(descriptor)
      close(descriptor)
    }
  }
}

/// A path's folder with the slash at its end (empty for a bare name) and its last component.
func folderAndName(_ path: String) -> (folder: String, name: String) {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
  let start = path.utf8.index(after: slash)
  return (String(path[..<start]), String(path[start...]))
}

/// The numbers' bytes, little-endian.
func littleEndianBytes<Number: PlainNumber>(_ numbers: [Number]) -> [UInt8] {
  unsafe numbers.withUnsafeBytes { unsafe Array($0) }
}

/// `write(2)`, which inside ``AtomicFile`` is hidden by its own methods.
private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, bytes, count)
}
