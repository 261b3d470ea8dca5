package import PromptSource
internal import Foundation

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
  let handle = path == "-" ? FileHandle.standardInput : try open(path)
  var bytes: [UInt8] = []
  do {
    while bytes.count < limit,
      let part = try handle.read(upToCount: min(1 << 20, limit - bytes.count)), !part.isEmpty
    {
      bytes += part
    }
  } catch {
    throw SourceError(path: path, reason: error.localizedDescription)
  }
  return bytes
}

private func open(_ path: String) throws(SourceError) -> FileHandle {
  guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
    throw SourceError(path: path, reason: "there is no such file")
  }
  if attributes[.type] as? FileAttributeType == .typeDirectory {
    throw SourceError(path: path, reason: "it is a folder, not a prompt set")
  }
  guard let handle = FileHandle(forReadingAtPath: path) else {
    throw SourceError(path: path, reason: "no permission, or it is no file that can be read")
  }
  return handle
}
