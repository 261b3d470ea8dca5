import Foundation
import TestSupport
import Testing

/// `promptbank format` and the files it leaves alone.
@Suite struct FormatTests {
  private let past = Date(timeIntervalSince1970: 1_000_000_000)

  private func put(_ text: String, at url: URL) throws {
    try Data(text.utf8).write(to: url)
    try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: url.path)
  }

  /// The time of the last change and the file's number: a file written anew has another.
  private func identity(_ url: URL) throws -> [Int] {
    let attributes = try FileManager.default.attributesOfItem(atPath: url.path)
    let date = try #require(attributes[.modificationDate] as? Date)
    let number = try #require(attributes[.systemFileNumber] as? NSNumber)
    return [Int(date.timeIntervalSince1970), number.intValue]
  }

  @Test func aFileThatIsLaidOutAlreadyIsNotTouched() throws {
    try withFolder { folder in
      let tidy = folder.appendingPathComponent("tidy.prompts")
      let broken = folder.appendingPathComponent("broken.prompts")
      let untidy = folder.appendingPathComponent("untidy.prompts")
      try put("edition 1\n\nset tidy \"1.0\"\nclass 0 road = road\n", at: tidy)
      try put("edition 1\nset broken\nclass 0=road,\n", at: broken)
      try put("edition 1\nset untidy\nclass 0 road=road\n", at: untidy)
      let before = try [tidy, broken, untidy].map(identity)

      for option in ["--check", "--diff"] {
        let words = ["format", option, "tidy.prompts", "untidy.prompts"]
        #expect(try promptbank(words, in: folder).status == (option == "--check" ? 1 : 0))
      }
      #expect(try [tidy, broken, untidy].map(identity) == before)

      let words = ["format", "tidy.prompts", "broken.prompts", "untidy.prompts"]
      #expect(try promptbank(words, in: folder).status == 1)
      #expect(try identity(tidy) == before[0])
      #expect(try identity(broken) == before[1])
      #expect(try identity(untidy) != before[2])
      let text = try String(contentsOf: untidy, encoding: .utf8)
      #expect(text == "edition 1\nset untidy\nclass 0 road = road\n")
    }
  }
}
