import FoundationEssentials
import PromptJSON
import TensorFiles

/// A folder with a tokenizer's files.
struct TokenizerFolder {
  let path: String

  /// The largest file that is read, and the most that a packed one may hold.
  static let largestFile = 64 << 20

  func path(_ name: String) -> String { path.hasSuffix("/") ? path + name : path + "/" + name }

  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// The bytes of a file.
  func bytes(_ name: String) throws(TokenizerError) -> [UInt8] {
    let file = path(name)
    do {
      let mapped = try MappedFile(path: file)
      if mapped.count <= Self.largestFile {
        return mapped.numbers(0..<mapped.count, as: UInt8.self)
      }
    } catch {
      throw TokenizerError(file, error.reason)
    }
    throw TokenizerError(file, "larger than \(Self.largestFile >> 20) MiB")
  }

  /// The value of a JSON file, which must be an object.
  func json(_ name: String) throws(TokenizerError) -> JSONValue {
    do {
      let value = try readJSON(try bytes(name))
      if value.members != nil { return value }
    } catch let error as JSONError {
      throw TokenizerError(path(name), .byte(error.byte), error.reason)
    } catch let error as TokenizerError {
      throw error
    } catch {
      throw TokenizerError(path(name), "\(error)")
    }
    throw TokenizerError(path(name), "not a JSON object")
  }

  /// The value of a JSON file, or nil where there is no such file.
  func jsonIfThere(_ name: String) throws(TokenizerError) -> JSONValue? {
    has(name) ? try json(name) : nil
  }
}

extension TokenizerError {
  init(_ path: String, _ reason: String) { self.init(path, .file, reason) }
}
