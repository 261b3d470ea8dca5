package import PromptSource
internal import Foundation

/// Why a prompt set could not be read from the world.
package struct SourceError: Error, Hashable, Sendable, CustomStringConvertible {
  package var path: String
  /// Without a full stop.
  package var reason: String

  package var description: String { "cannot read \(quoted(path)): \(reason)" }
}

/// The largest prompt set that is read, in bytes.
package let largestSource = 256 << 20

/// Reads a prompt set from a file; `-` is standard input.
///
/// - Throws: ``SourceError`` for a folder, a file that cannot be opened, or more than
///   ``largestSource`` bytes.
package func readSource(_ path: String) throws(SourceError) -> SourceFile {
  let handle = path == "-" ? FileHandle.standardInput : try open(path)
  var bytes: [UInt8] = []
  do {
    while let part = try handle.read(upToCount: 1 << 20), !part.isEmpty {
      bytes += part
      if bytes.count > largestSource {
        throw SourceError(path: path, reason: "it is larger than \(largestSource >> 20) MiB")
      }
    }
  } catch let error as SourceError {
    throw error
  } catch {
    throw SourceError(path: path, reason: error.localizedDescription)
  }
  return SourceFile(path: path == "-" ? "<stdin>" : path, bytes: bytes)
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
