package import PromptSource
internal import SystemPackage

/// Why a prompt set could not be read from the world.
package struct SourceError: Error, Hashable, Sendable, CustomStringConvertible {
  package var path: String
  /// Without a full stop.
  package var reason: String

  package var description: String { "cannot read \(quoted(path)): \(reason)" }
}

/// Reads a prompt set from a file; `-` is standard input.
///
/// Of a file larger than `SourceFile.largestSize` no more is read than shows that it is; parsing then
/// gives the finding.
///
/// - Throws: ``SourceError`` for a folder or a file that cannot be opened or read.
package func readSource(_ path: String) throws(SourceError) -> SourceFile {
  let bytes = try readBytes(path, atMost: SourceFile.largestSize + 1)
  return SourceFile(path: path == "-" ? "<stdin>" : path, bytes: bytes)
}

/// Reads a file's first bytes, up to a number; `-` is standard input.
///
/// - Throws: ``SourceError`` for a folder or a file that cannot be opened or read.
package func readBytes(_ path: String, atMost limit: Int) throws(SourceError) -> [UInt8] {
  do {
    let file = try path == "-" ? .standardInput : FileDescriptor.open(FilePath(path), .readOnly)
    defer { if path != "-" { try? file.close() } }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let wanted = min(part.count, limit - bytes.count)
      let count = try unsafe part.withUnsafeMutableBytes { buffer in
        try unsafe file.read(into: .init(rebasing: buffer[..<wanted]))
      }
      if count == 0 { break }
      bytes += part[..<count]
    }
    return bytes
  } catch {
    throw SourceError(path: path, reason: reason(error))
  }
}

/// What an author can act on; the system's words for the rest.
private func reason(_ error: any Error) -> String {
  switch error as? Errno {
  case .noSuchFileOrDirectory?, .notDirectory?: "there is no such file"
  case .isDirectory?: "it is a folder, not a prompt set"
  default: "\(error)"
  }
}
