import Foundation

/// One fenced block of the specification: what is written behind the fence, and the text.
struct SpecificationExample {
  /// The line of the opening fence, from 1.
  var line: Int
  /// `prompts fragment error PB018` as words.
  var words: [String]
  var text: String

  var language: String { words[0] }
  func says(_ word: String) -> Bool { words.dropFirst().contains(word) }

  /// The codes behind `error` or `warning`.
  var codes: [String] { words.filter { $0.hasPrefix("PB") } }

  /// The path behind `file`.
  var path: String? {
    words.firstIndex(of: "file").flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
  }

  /// The example as a whole file: a fragment gets the edition, a set and a class where it has none.
  var file: String {
    guard says("fragment") else { return text }
    let isYAML = language == "yaml"
    func declares(_ word: String) -> Bool {
      text.split(separator: "\n").contains { line in
        let words = line.drop { $0 == " " }
        return isYAML
          ? words.hasPrefix(word + ":") : words.hasPrefix(word + " ")
      }
    }
    var whole = ""
    if isYAML {
      if !declares("edition") { whole += "edition: 1\n" }
      if !declares("set") { whole += "set: {name: example, version: \"1.0.0\"}\n" }
      if !declares("license") { whole += "license: CC-BY-4.0\n" }
      if !declares("source") { whole += "source: an example\n" }
      if !declares("classes"), !declares("extends") {
        whole += "classes:\n  example: {id: 0, concepts: [example]}\n"
      }
    } else {
      if !declares("edition") { whole += "edition 1\n" }
      if !declares("set") { whole += "set example \"1.0.0\"\n" }
      if !declares("license") { whole += "license CC-BY-4.0\n" }
      if !declares("source") { whole += "source \"an example\"\n" }
      if !text.contains("class "), !declares("extends") {
        whole += "class 0 example = example\n"
      }
    }
    return whole + text
  }

  /// Every fenced block with words behind its fence.
  static func all(in url: URL) throws -> [SpecificationExample] {
    var examples: [SpecificationExample] = []
    var open: SpecificationExample?
    let lines = try String(contentsOf: url, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        if let example = open {
          examples.append(example)
          open = nil
        } else {
          let words = line.dropFirst(3).split(separator: " ").map(String.init)
          open = SpecificationExample(
            line: index + 1, words: words.isEmpty ? [""] : words, text: "")
        }
      } else {
        open?.text += line + "\n"
      }
    }
    return examples
  }
}
