import ArgumentParser
import Foundation
import PromptCompiler
import PromptJSON
import PromptSource

/// The texts of `tokenize` and `encode`: a file's lines, or standard input's.
struct TextInput: ParsableArguments {
  @Argument(help: "The texts, one a line; `-` or nothing reads standard input.")
  var file: String = "-"

  @Option(
    help: "How a line is read: text as it stands, or json strings, for texts with line breaks.")
  var input: Form = .text

  /// The largest file of texts, in bytes.
  private static let largestSize = 256 << 20

  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  /// All texts, in order.
  func texts() throws -> [String] {
    let path = file == "-" ? "<stdin>" : file
    let bytes = try readBytes(file, atMost: Self.largestSize + 1)
    if bytes.count > Self.largestSize {
      throw CommandFailure("\(path) is larger than \(Self.largestSize >> 20) MiB: split it")
    }
    if let byte = SourceFile.firstInvalidByte(in: bytes) {
      throw CommandFailure("\(path): byte \(byte) is not UTF-8")
    }
    var texts: [String] = []
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .dropLast(bytes.last == 0x0A || bytes.isEmpty ? 1 : 0).enumerated()
    {
      switch input {
      case .text:
        let withoutReturn = line.last == 0x0D ? line.dropLast() : line
        texts.append(String(decoding: withoutReturn, as: UTF8.self))
      case .json: texts.append(try jsonString(Array(line), line: index + 1, path: path))
      }
    }
    return texts
  }

  private func jsonString(_ line: [UInt8], line number: Int, path: String) throws -> String {
    let value: JSONValue
    do {
      value = try readJSON(line)
    } catch {
      throw CommandFailure("\(path): line \(number), \(error)")
    }
    guard let text = value.string else {
      throw CommandFailure("\(path): line \(number) is no JSON string")
    }
    return text
  }
}
