#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file's place and times, which change when its contents are replaced or edited.
public struct FileStamp: Hashable, Sendable {
  /// The device and the number of the file on it.
  public let device: UInt64, number: UInt64
  /// In bytes.
  public let size: Int
  /// When the contents were changed, in nanoseconds since 1970.
  public let modified: Int
  /// When the contents or the entry were changed: an older time given to a file changes it too.
  public let changed: Int

  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
    size = Int(status.st_size)
    #if canImport(Darwin)
      modified = nanoseconds(status.st_mtimespec)
      changed = nanoseconds(status.st_ctimespec)
    #else
      modified = nanoseconds(status.st_mtim)
      changed = nanoseconds(status.st_ctim)
    #endif
  }

  /// The numbers, apart by blanks.
  public var text: String { "\(device) \(number) \(size) \(modified) \(changed)" }
}

private func nanoseconds(_ time: timespec) -> Int {
  Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec)
}
