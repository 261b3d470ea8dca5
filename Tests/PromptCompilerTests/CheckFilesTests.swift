import Foundation
import PromptCompiler
import PromptSource
import Synchronization
import TestSupport
import Testing

@Suite struct CheckFilesTests {
  @Test func manySetsAreCheckedAsEachAlone() throws {
    let files = (0..<60).map { number in
      SourceFile(
        path: number % 2 == 0 ? "\(number).prompts" : "\(number).prompts.yaml",
        text: number % 2 == 0
          ? "edition 1\nset s\(number)\nclass 0 a = road, road\n"
          : "edition: 1\nset: {name: s\(number)}\nclasses:\n  a: {id: 0, concepts: [road, road]}\n")
    }
    let alone = files.flatMap { check($0).diagnostics }
    #expect(alone.count >= files.count)
    let done = Mutex<[Int]>([])
    let together = check(files, roots: .anywhere) { number in done.withLock { $0.append(number) } }
    #expect(together == alone)
    #expect(done.withLock { $0 } == Array(1...files.count))
  }

  @Test func whatSetsShareIsReportedOnce() throws {
    try withFolder { folder in
      let path = folder.path
      try "edition 1\ntemplates t = { \"{b}\" }\n".write(
        toFile: path + "/shared.prompts", atomically: true, encoding: .utf8)
      let files = (0..<8).map { number in
        SourceFile(
          path: path + "/\(number).prompts",
          text: "edition 1\nset s\nimport \"shared.prompts\"\nclass 0 a = road with t\n")
      }
      func inShared(_ files: [SourceFile]) -> [String] {
        check(files, roots: .anywhere).filter { $0.place.file.path.hasSuffix("shared.prompts") }
          .map(\.message)
      }
      #expect(!inShared([files[3]]).isEmpty)
      #expect(inShared(files) == inShared([files[3]]))
    }
  }

  @Test(arguments: ["big.prompts", "big.prompts.yaml"])
  func aFileThatIsTooLargeIsOneFinding(path: String) throws {
    try withFolder { folder in
      let path = folder.path + "/" + path
      #expect(FileManager.default.createFile(atPath: path, contents: nil))
      let handle = try #require(FileHandle(forWritingAtPath: path))
      // Sparse: 100 MB that take no room on the disk.
      try handle.write(contentsOf: Data("edition 1\n".utf8))
      try handle.truncate(atOffset: 100_000_000)
      try handle.close()
      let file = try readSource(path)
      #expect(file.utf8.count < 10_000)
      let found = check(file).diagnostics
      #expect(found.map(\.rule.name) == ["file-too-large"])
      #expect(found.first?.place.start == SourcePosition(line: 1, column: 1))
    }
  }
}
