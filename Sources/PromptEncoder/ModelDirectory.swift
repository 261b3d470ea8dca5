internal import FoundationEssentials
internal import PromptJSON
internal import TensorFiles

/// A folder of model files.
struct ModelDirectory: Sendable {
  let path: String
  /// What its tower will multiply with.
  var products = ProductPath.fastest()

  /// The largest configuration that is read, in bytes.
  private static let largestConfiguration = 16 << 20

  func path(of name: String) -> String { path.hasSuffix("/") ? path + name : path + "/" + name }

  func contains(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(of: name)) }

  /// The names of the files in the folder, sorted; nil where it cannot be read.
  var names: [String]? { try? FileManager.default.contentsOfDirectory(atPath: path).sorted() }

  func readConfiguration(_ name: String) throws(EncoderError) -> Configuration {
    let path = path(of: name)
    let value = try readValue(name)
    guard value.members != nil else { throw EncoderError(path, "is not a JSON object") }
    return Configuration(path: path, value: value)
  }

  func readValue(_ name: String) throws(EncoderError) -> JSONValue {
    let path = path(of: name)
    let file: MappedFile
    do { file = try MappedFile(path: path) } catch { throw EncoderError(error) }
    guard file.count <= Self.largestConfiguration else {
      throw EncoderError(path, "is \(file.count) bytes long, too long for a configuration")
    }
    let bytes = file.numbers(0..<file.count, as: UInt8.self)
    do { return try readJSON(bytes) } catch { throw EncoderError(path, error) }
  }
}
