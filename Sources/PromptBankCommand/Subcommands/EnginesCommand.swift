import ArgumentParser
import FoundationEssentials
import PromptInference
import PromptJSON

/// `promptbank engines`: which inference engines were found, and where was looked.
struct EnginesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engines",
    abstract: "Say which inference engines `score --model` finds, and where it looks.",
    discussion: """
      PROMPTBANK_ENGINE chooses one: `onnxruntime`, `openvino`, a library, or a folder that holds one. \
      Exits with 3 where none is found.

        promptbank engines
        promptbank engines --format json
      """)

  @Option(help: "How it is written: full or json.")
  var format: Format = .full

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case full, json
  }

  func run() throws {
    let search = findEngines(environment: ProcessInfo.processInfo.environment)
    try printResult(format == .json ? json(search).text(.indented) + "\n" : outline(search))
    if search.found.isEmpty { throw ExitCode(ExitStatus.unavailable.rawValue) }
  }

  private func outline(_ search: EngineSearch) -> String {
    var text = ""
    for (index, engine) in search.found.enumerated() {
      let use = index == 0 ? "used" : "found"
      text += "\(use)   \(engine.kind.name) \(engine.version)  \(engine.path)\n"
    }
    for place in search.tried { text += "tried  \(place.path): \(place.reason)\n" }
    if search.found.isEmpty {
      text += search.remedy + "\n"
    }
    return text
  }

  private func json(_ search: EngineSearch) -> JSONValue {
    [
      "version": 1,
      "engines": .array(
        search.found.map {
          [
            "kind": .string($0.kind.rawValue), "name": .string($0.kind.name),
            "version": .string($0.version), "path": .string($0.path),
          ]
        }),
      "tried": .array(
        search.tried.map {
          [
            "kind": $0.kind.map { .string($0.rawValue) } ?? .null, "path": .string($0.path),
            "reason": .string($0.reason),
          ]
        }),
      "install": search.canOpenLibraries ? .string(search.installCommand) : .null,
    ]
  }
}
