import Foundation
import TestSupport

/// What a run of the built command gave.
struct Run {
  var status: Int32
  var output: String
  var messages: String
}

/// Runs the built `promptbank` in a folder, as a shell would.
///
/// - Parameters:
///   - arguments: the words after `promptbank`.
///   - folder: the working folder.
///   - input: what stdin holds.
///   - environment: added to a clean environment without an encoder.
func promptbank(
  _ arguments: [String], in folder: URL, input: String = "", environment: [String: String] = [:]
) throws -> Run {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("promptbank")
  process.arguments = arguments
  process.currentDirectoryURL = folder
  process.environment = [
    "PATH": "/usr/bin:/bin", "HOME": folder.path, "PROMPTBANK_CACHE": folder.path + "/.cache",
  ].merging(environment) { $1 }
  // Files rather than pipes: no reader is needed, so nothing can fill up.
  let names = ["stdin", "stdout", "stderr"].map { folder.appendingPathComponent(".run-\($0)") }
  for name in names { try Data(name == names[0] ? input.utf8 : "".utf8).write(to: name) }
  defer { names.forEach { try? FileManager.default.removeItem(at: $0) } }
  process.standardInput = try FileHandle(forReadingFrom: names[0])
  process.standardOutput = try FileHandle(forWritingTo: names[1])
  process.standardError = try FileHandle(forWritingTo: names[2])
  try process.run()
  process.waitUntilExit()
  return Run(
    status: process.terminationStatus, output: try String(contentsOf: names[1], encoding: .utf8),
    messages: try String(contentsOf: names[2], encoding: .utf8))
}

/// Puts the tiny encoders of `Fixtures` into a folder, as `clip` and `bert`.
func linkEncoders(into folder: URL) throws {
  for name in ["clip", "bert"] {
    try FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent(name),
      withDestinationURL: packageRoot.appendingPathComponent(
        "Tests/PromptBankCommandTests/Fixtures/\(name)"))
  }
}
