import ArgumentParser
import PromptCompiler
import PromptJSON
import PromptSource

/// The texts of `tokenize` and `encode`: a file's lines, or standard input's.
struct TextInput: ParsableArguments {
  @Argument(
    help: "The texts, one a line; `-` or nothing reads standard input.", completion: .file())
  var file: String = "-"

  @Option(
    help: """
      How a line is read: text as it stands; json strings, for texts with line breaks; or ids, for \
      `encode`: a JSON array of token ids, or a line of `tokenize`.
      """)
  var input: Form = .text

  /// The largest file of texts, in bytes.
  private static let largestSize = 256 << 20

  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text, json, ids
  }

  /// All texts, in order.
  func texts() throws -> [String] {
    try lines { line, number in
      switch input {
      case .text:
        let withoutReturn = line.last == 0x0D ? line.dropLast() : line
        return String(decoding: withoutReturn, as: UTF8.self)
      case .json, .ids:
        guard let text = try jsonValue(line, number).string else {
          throw CommandFailure("\(path): line \(number) is no JSON string")
        }
        return text
      }
    }
  }

  /// All token ids, in order.
  func tokenIDs() throws -> [[Int32]] {
    try lines { line, number in
      let value = try jsonValue(line, number)
      guard let elements = value.elements ?? value["ids"]?.elements else {
        throw CommandFailure("\(path): line \(number) is no JSON array of token ids")
      }
      return try elements.map { element in
        guard let id = element.int.flatMap({ Int32(exactly: $0) }) else {
          throw CommandFailure("\(path): line \(number): \(element.text()) is no token id")
        }
        return id
      }
    }
  }

  private var path: String { file == "-" ? "<stdin>" : file }

  /// What `read` makes of each line and its number.
  private func lines<Line>(_ read: (ArraySlice<UInt8>, Int) throws -> Line) throws -> [Line] {
    let bytes = try readBytes(file, atMost: Self.largestSize + 1)
    if bytes.count > Self.largestSize {
      throw CommandFailure("\(path) is larger than \(Self.largestSize >> 20) MiB: split it")
    }
    if let byte = SourceFile.firstInvalidByte(in: bytes) {
      throw CommandFailure("\(path): byte \(byte) is not UTF-8")
    }
    return try bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .dropLast(bytes.last == 0x0A || bytes.isEmpty ? 1 : 0).enumerated()
      .map { try read($0.element, $0.offset + 1) }
  }

  private func jsonValue(_ line: ArraySlice<UInt8>, _ number: Int) throws -> JSONValue {
    do {
      return try readJSON(Array(line))
    } catch {
      throw CommandFailure("\(path): line \(number), \(error)")
    }
  }
}
