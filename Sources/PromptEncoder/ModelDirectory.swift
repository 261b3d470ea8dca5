internal import Foundation
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

  /// Opens the first of the weight files that is there.
  func openWeights(_ candidates: [String]) throws(EncoderError) -> any WeightFile {
    if let name = candidates.first(where: contains) {
      do { return try SafetensorsFile(path: path(of: name)) } catch { throw EncoderError(error) }
    }
    let names = names ?? []
    let expected = "expected `\(candidates.joined(separator: "` or `"))`"
    if let index = names.first(where: { $0.hasSuffix(".safetensors.index.json") }) {
      throw EncoderError(
        path, "\(expected), found `\(index)`: weights in several files are not read; join them")
    }
    let others = names.filter { [".bin", ".pt", ".pth", ".ckpt"].contains(where: $0.hasSuffix) }
    if let other = others.first {
      throw EncoderError(
        path,
        "\(expected), found `\(other)`: convert it, for instance with safetensors.torch.save_file")
    }
    throw EncoderError(path, "\(expected), found no weights")
  }
}
